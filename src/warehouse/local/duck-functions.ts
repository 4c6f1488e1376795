/** What every session of the local warehouse adds to DuckDB: functions that Redshift has and DuckDB does not. */
import type { DuckDBConnection, DuckDBScalarFunction } from "@duckdb/node-api";
import type { BoundType } from "./bound/type.ts";
import { cutBytes } from "./cut-bytes.ts";
import { duckdb } from "./duckdb.ts";
import { FORMAT_FUNCTIONS } from "./functions/format-functions.ts";
import { HASH_SCALARS } from "./functions/hash-scalars.ts";
import { ATTACH_FUNCTIONS, MACROS } from "./functions/macros.ts";
import { REGEXP_SCALARS } from "./functions/regexp-scalars.ts";
import type { ScalarFunction, ScalarType } from "./functions/scalar.ts";
import { STRING_SCALARS } from "./functions/string-scalars.ts";
import { addSuperFunctions } from "./super/register.ts";
import { readLiteral } from "./types/literal.ts";

const { BIGINT, BOOLEAN, INTEGER, VARCHAR } = duckdb;

const TYPES = { text: VARCHAR, integer: INTEGER, bigint: BIGINT, boolean: BOOLEAN } satisfies Record<
  ScalarType,
  unknown
>;

const SCALARS: readonly ScalarFunction[] = [
  {
    name: "redshift_cut",
    takes: ["text", "integer"],
    gives: "text",
    compute: ([text, bytes]) => cutBytes(text as string, bytes as number),
  },
  {
    name: "redshift_literal",
    takes: ["text", "text", "boolean"],
    gives: "text",
    compute: ([text, type, orNull]) => literal(text as string, type as BoundType["name"], orNull === true),
  },
  ...FORMAT_FUNCTIONS.map((one): ScalarFunction => ({ ...one, gives: "text" })),
  ...STRING_SCALARS,
  ...REGEXP_SCALARS,
  ...HASH_SCALARS,
];

/** Registers the functions, which is done once for an instance; `connection` is any of it. */
export async function addFunctions(connection: DuckDBConnection): Promise<void> {
  for (const scalar of SCALARS) connection.registerScalarFunction(scalarFunction(scalar));
  addSuperFunctions(connection);
  await connection.run(ATTACH_FUNCTIONS);
  // In one transaction: each of a hundred would be one of its own.
  await connection.run(["BEGIN", ...MACROS, "COMMIT"].join(";\n"));
}

/** A text as a value of the type, in the text that DuckDB casts; null where it is none and that is not an error. */
function literal(text: string, name: BoundType["name"], orNull: boolean): string | null {
  const read = readLiteral(text, { name } as BoundType);
  if (typeof read === "string") return read;
  if (orNull) return null;
  throw new Error(`[${read.sqlState}] ${read.says}`);
}

function scalarFunction({ name, takes, gives, compute }: ScalarFunction): DuckDBScalarFunction {
  return duckdb.DuckDBScalarFunction.create({
    name,
    parameterTypes: takes.map((type) => TYPES[type]),
    returnType: TYPES[gives],
    mainFunction: (_, input, output) => {
      const columns = input.getColumns();
      for (let row = 0; row < input.rowCount; row += 1) {
        const values = columns.map((column) => column[row] ?? null);
        output.setItem(row, values.includes(null) ? null : compute(values));
      }
      output.flush();
    },
  });
}
