/** Every form of every function: DuckDB is given the types that it takes, and gives the type that the table tells. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FunctionForm } from "../../../src/warehouse/local/functions/entry.ts";
import { FUNCTION_TABLES } from "../../../src/warehouse/local/functions/tables.ts";
import { COLUMNS } from "./bind/typed.ts";
import { openBound, type BoundDatabase } from "../../support/bound.ts";

const NUMBERS = ["smallint", "integer", "bigint", "decimal", "real", "double precision"];

/** Types that a class stands for. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  number: NUMBERS,
  whole: NUMBERS.slice(0, 3),
  exact: NUMBERS.slice(0, 4),
  text: ["char", "varchar"],
  any: ["integer", "varchar", "timestamp", "super", "boolean"],
  ordered: ["integer", "varchar", "timestamp", "super"],
  "super itself": ["super"],
  same: ["integer", "decimal", "varchar", "date", "timestamptz", "super"],
};

/** Literals that a function takes, where not every text will do. */
const LITERALS: Readonly<Record<string, string>> = {};
/** Parts of a date, where not every one will do. */
const PARTS: Readonly<Record<string, string>> = {};

const columnOf = (type: string): string => `"${type.replace(/\(.*\)/, "")}"`;

/** The calls of a form: one for every type of its classes. */
function callsOf(name: string, { takes }: FunctionForm, window: boolean): readonly string[] {
  const specs = takes.map((take) => (take.split(" = ")[0] as string).replace("...", ""));
  const classes = specs.map((spec) => CLASSES[spec] ?? [spec]);
  const variants = Math.max(1, ...classes.map(({ length }) => length));
  return Array.from({ length: variants }, (_, variant) => {
    const args = classes.map((types, at) => {
      const spec = specs[at] as string;
      if (spec === "part") return PARTS[name] ?? "day";
      if (spec === "literal") return `'${LITERALS[name] ?? "x"}'`;
      return columnOf(types[Math.min(variant, types.length - 1)] as string);
    });
    if (name === "extract") return `extract(${args.join(" from ")})`;
    return `${name}(${args.join(", ")})${window ? " over (order by integer rows unbounded preceding)" : ""}`;
  });
}

const CALLS = Object.values(FUNCTION_TABLES).flatMap((table) =>
  Object.entries(table).flatMap(([name, entry]) =>
    (entry.forms ?? []).flatMap((form) => callsOf(name, form, entry.window === "only")),
  ),
);

describe("the tables of functions", () => {
  let database: BoundDatabase;
  beforeAll(async () => {
    const columns = Object.entries(COLUMNS).map(([name, type]) => `${columnOf(name)} ${type}`);
    database = await openBound({ every: columns.join(", ") });
  });
  afterAll(() => database.close());

  it.each([...new Set(CALLS)])("%s", async (call) => {
    // DuckDB's types are held to the binder's, and its plan to the casts that are written.
    await expect(database.ask(`select ${call} from every`)).resolves.toMatchObject({
      names: [expect.any(String)],
    });
  });

  it("name a page each, and say what they do in one way", () => {
    const silent = Object.values(FUNCTION_TABLES).flatMap((table) =>
      Object.entries(table).flatMap(([name, { page, forms, bind, refused }]) =>
        page === "" || (forms ?? bind ?? refused) === undefined ? [name] : [],
      ),
    );
    expect(silent).toEqual([]);
  });

  it("hold every function once", () => {
    const names = Object.values(FUNCTION_TABLES).flatMap((table) => Object.keys(table));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
});
