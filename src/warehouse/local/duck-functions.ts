/** What every session of the local warehouse adds to DuckDB: functions that Redshift has and DuckDB does not. */
import { createHash } from "node:crypto";
import type { DuckDBConnection, DuckDBScalarFunction, DuckDBValue } from "@duckdb/node-api";
import type { BoundType } from "./bound/type.ts";
import { cutBytes } from "./cut-bytes.ts";
import { duckdb } from "./duckdb.ts";
import { FORMAT_FUNCTIONS } from "./functions/format-functions.ts";
import { MACROS } from "./functions/macros.ts";
import { similarToRegex } from "./functions/pattern.ts";
import { addSuperFunctions } from "./super/register.ts";
import { readLiteral } from "./types/literal.ts";

const { BIGINT, BOOLEAN, INTEGER, VARCHAR } = duckdb;

/** Registers the functions, which is done once for an instance; `connection` is any of it. */
export async function addFunctions(connection: DuckDBConnection): Promise<void> {
  connection.registerScalarFunction(
    textFunction("redshift_cut", [VARCHAR, INTEGER], ([text, bytes]) =>
      cutBytes(text as string, bytes as number),
    ),
  );
  connection.registerScalarFunction(
    textFunction("redshift_initcap", [VARCHAR], ([text]) => initcap(text as string)),
  );
  for (const { name, takes, compute } of FORMAT_FUNCTIONS) {
    const types = takes.map((type) => ({ text: VARCHAR, bigint: BIGINT, boolean: BOOLEAN })[type]);
    connection.registerScalarFunction(textFunction(name, types, compute));
  }
  connection.registerScalarFunction(
    textFunction("redshift_sha2", [VARCHAR, INTEGER], ([text, bits]) => sha2(text as string, bits as number)),
  );
  connection.registerScalarFunction(
    textFunction("redshift_similar", [VARCHAR, VARCHAR], ([pattern, escape]) =>
      similarToRegex(pattern as string, escape as string),
    ),
  );
  connection.registerScalarFunction(
    textFunction("redshift_literal", [VARCHAR, VARCHAR, BOOLEAN], ([text, type, orNull]) =>
      literal(text as string, type as BoundType["name"], orNull === true),
    ),
  );
  addSuperFunctions(connection);
  for (const statement of MACROS) await connection.run(statement);
}

function initcap(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\p{L}\p{N}]+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

/** 0 bits mean 256 (Developer Guide, "SHA2 function"). */
function sha2(text: string, bits: number): string {
  if (![0, 224, 256, 384, 512].includes(bits)) throw new Error(`SHA2 has no ${bits} bits`);
  return createHash(`sha${bits === 0 ? 256 : bits}`)
    .update(text)
    .digest("hex");
}

/** A text as a value of the type, in the text that DuckDB casts; null where it is none and that is no error. */
function literal(text: string, name: BoundType["name"], orNull: boolean): string | null {
  const read = readLiteral(text, { name } as BoundType);
  if (typeof read === "string") return read;
  if (orNull) return null;
  throw new Error(`[${read.sqlState}] ${read.says}`);
}

function textFunction(
  name: string,
  parameterTypes: readonly (typeof VARCHAR | typeof INTEGER | typeof BIGINT | typeof BOOLEAN)[],
  compute: (values: readonly DuckDBValue[]) => string | null,
): DuckDBScalarFunction {
  return duckdb.DuckDBScalarFunction.create({
    name,
    parameterTypes,
    returnType: VARCHAR,
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
