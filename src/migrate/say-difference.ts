/** Differences in words; pure. */
import { renderDataType } from "../dialect/types.ts";
import type { CatalogueKey } from "../records/read-keys.ts";
import { told, type Difference } from "./differences.ts";
import type { Drift } from "./decide.ts";
import { clauseOf } from "./keys.ts";

/** Returns a sentence without its full stop for each thing that is otherwise in the warehouse than in the file. */
export function sayDrift({ table, differences }: Pick<Drift, "table" | "differences">): readonly string[] {
  return differences.map((one) => `${table.definition.name}${sayDifference(one)}`);
}

function sayDifference(one: Difference): string {
  switch (one.kind) {
    case "missing column":
      return `.${one.column.name} is not in the warehouse`;
    case "extra column":
      return `.${one.found.name} is in the warehouse, but in no file`;
    case "type":
      return `.${one.column.name} is ${one.found.type}, declared as ${renderDataType(one.column.type)}`;
    case "not null":
      return `.${one.column.name} is ${nullable(one.found.notNull)}, declared as ${nullable(one.column.notNull)}`;
    case "default": {
      const { defaultSql, identity } = one.column;
      const declared = identity === undefined ? (defaultSql ?? "none") : "an identity";
      return `.${one.column.name} has the default ${one.found.layout?.defaultText ?? "none"}, declared as ${declared}`;
    }
    case "encoding": {
      const is = (encoding = ""): string => (told(encoding) === "none" ? "raw" : told(encoding));
      return `.${one.column.name} is encoded ${is(one.found.layout?.encoding)}, declared as ${is(one.column.encode)}`;
    }
    case "distribution":
      return " has another distribution than declared";
    case "sort key":
      return " has another sort key than declared";
    case "missing key":
      return ` lacks the ${clauseOf(one.key)}`;
    case "extra key":
      return ` has the ${sayKey(one.key)}, which is not declared`;
  }
}

function nullable(notNull: boolean): string {
  return notNull ? "not null" : "nullable";
}

function sayKey(key: CatalogueKey): string {
  return key.kind === "foreign" ? clauseOf({ ...key, references: key.references ?? [] }) : clauseOf(key);
}
