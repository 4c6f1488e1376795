/** `--query` and `--output` of the AWS CLI, for the few expressions that are used. */
import type { Words } from "./call.ts";

/** Returns what the CLI prints of an answer: the part that `--query` asks for, as JSON or as text. */
export function query(found: unknown, { options }: Words): string {
  if (typeof found === "string") return found === "" ? "" : `${found}\n`;
  const [expression] = options.get("--query") ?? [];
  const part = expression === undefined ? found : pick(found, expression);
  if (options.get("--output")?.[0] !== "text") return `${JSON.stringify(part ?? null, null, 4)}\n`;
  const rows = Array.isArray(part) ? part : [part];
  return rows.map((row) => `${Array.isArray(row) ? row.join("\t") : (row ?? "None")}\n`).join("");
}

/** Names with dots, `[0]`, `[]`, and a list or a map of such in brackets behind it. */
function pick(found: unknown, expression: string): unknown {
  const [, name = "", rest = ""] = /^(\w*)(.*)$/s.exec(expression) ?? [];
  const inner = name === "" ? found : (found as Record<string, unknown> | null | undefined)?.[name];
  if (rest === "") return inner;
  const [, index, more = ""] = /^\[(\d*)\](.*)$/s.exec(rest) ?? [];
  if (index === "") return (Array.isArray(inner) ? inner : []).map((one: unknown) => pickAfter(one, more));
  if (index !== undefined) return pickAfter((inner as unknown[] | undefined)?.[Number(index)], more);
  return pickAfter(inner, rest);
}

function pickAfter(found: unknown, more: string): unknown {
  const rest = more.replace(/^\./, "");
  if (rest === "") return found;
  if (rest.startsWith("{"))
    return Object.fromEntries(
      rest
        .slice(1, -1)
        .split(",")
        .map((pair) => pair.split(":").map((word) => word.trim()))
        .map(([key = "", path = ""]) => [key, pick(found, path)]),
    );
  if (rest.startsWith("[") && !/^\[\d*\]/.test(rest))
    return rest
      .slice(1, -1)
      .split(",")
      .map((path) => pick(found, path.trim()));
  return pick(found, rest);
}
