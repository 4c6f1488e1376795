/** What every session of the local warehouse adds to DuckDB: functions that Redshift has and DuckDB does not. */
import { createHash } from "node:crypto";
import type { DuckDBConnection, DuckDBScalarFunction, DuckDBValue } from "@duckdb/node-api";
import { cutBytes } from "./cut-bytes.ts";
import { duckdb } from "./duckdb.ts";
import { formatNumber } from "./number-format.ts";

const { INTEGER, VARCHAR } = duckdb;

/**
 * In a database of their own in memory: a macro of several types cannot be stored in files that older versions read, and
 * nothing of it belongs into the warehouse file.
 */
const MACROS: readonly string[] = [
  "ATTACH ':memory:' AS redshift_functions",
  `CREATE MACRO redshift_functions.nonzero(divisor) AS
    CASE WHEN divisor = 0 THEN error('division by zero') ELSE divisor END`,
  // A float that is whole has no `.0` in its text.
  `CREATE MACRO redshift_functions.text(value) AS CASE WHEN typeof(value) IN ('DOUBLE', 'FLOAT')
    THEN regexp_replace(CAST(value AS VARCHAR), '[.]0$', '') ELSE CAST(value AS VARCHAR) END`,
  `CREATE MACRO redshift_functions.truncated(value TIMESTAMP) AS CAST(value AS DATE),
    (value TIMESTAMPTZ) AS CAST(value AS DATE), (value) AS trunc(value)`,
];

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
  connection.registerScalarFunction(
    textFunction("redshift_format", [VARCHAR, VARCHAR], ([value, format]) =>
      formatNumber(value as string, format as string),
    ),
  );
  connection.registerScalarFunction(
    textFunction("redshift_sha2", [VARCHAR, INTEGER], ([text, bits]) => sha2(text as string, bits as number)),
  );
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

function textFunction(
  name: string,
  parameterTypes: readonly (typeof VARCHAR | typeof INTEGER)[],
  compute: (values: readonly DuckDBValue[]) => string,
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
