/** Which part of a row of JSON COPY takes for a column; pure. */
import type { JsonPath } from "../formats/json-path.ts";

/** Which part of a row COPY takes for a column. */
export interface JsonTaking {
  /** Those that it fills, in order. */
  readonly columns: readonly string[];
  /** By column; undefined where one takes the whole row. */
  readonly paths: readonly JsonPath[] | undefined;
  readonly ignoreCase: boolean;
}

/** Whether a row may be a list: where a path begins with a place in it. */
export function takesLists(taking: JsonTaking | undefined): boolean {
  return taking?.paths?.some(([first]) => typeof first === "number") ?? false;
}

/** Whether a column takes the value of a key at the root of a row, or what is below it. */
export function takesKey(taking: JsonTaking | undefined, key: string): boolean {
  const { paths = [], ignoreCase = false } = taking ?? {};
  const fold = (name: string): string => (ignoreCase ? name.toLowerCase() : name);
  return paths.some(([first]) => typeof first === "string" && fold(first) === fold(key));
}
