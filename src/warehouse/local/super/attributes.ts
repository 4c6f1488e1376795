/** LOWER_ATTRIBUTE_NAMES and UPPER_ATTRIBUTE_NAMES ("Object functions" of the Developer Guide). */
import type { Json } from "./json.ts";

/**
 * Returns the value with the attributes of every object within it in one case.
 * @throws Error XX000 where two become one ("SUPER value has duplicate attributes after case conversion").
 */
export function renamed(json: Json, how: "lower" | "upper"): Json {
  if (json.kind === "array") return { kind: "array", items: json.items.map((item) => renamed(item, how)) };
  if (json.kind !== "object") return json;
  const entries = json.entries.map(([key, value]) => {
    return [how === "lower" ? key.toLowerCase() : key.toUpperCase(), renamed(value, how)] as const;
  });
  if (new Set(entries.map(([key]) => key)).size < entries.length)
    throw new Error("[XX000] SUPER value has duplicate attributes after case conversion");
  return { kind: "object", entries };
}
