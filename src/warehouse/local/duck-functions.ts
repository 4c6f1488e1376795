/** What every session of the local warehouse adds to DuckDB: functions that Redshift has and DuckDB does not. */
import {
  DuckDBScalarFunction,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBValue,
} from "@duckdb/node-api";

/** Registers them once an instance; `connection` is any of it. */
export function addFunctions(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    textFunction("redshift_cut", [VARCHAR, INTEGER], ([text, bytes]) =>
      cutBytes(text as string, bytes as number),
    ),
  );
  connection.registerScalarFunction(
    textFunction("redshift_initcap", [VARCHAR], ([text]) => initcap(text as string)),
  );
}

/** Cuts to a number of UTF-8 bytes, on a character's border. */
export function cutBytes(text: string, bytes: number): string {
  // Three bytes a UTF-16 unit is the most that UTF-8 needs.
  if (text.length * 3 <= bytes) return text;
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((encoded[end] as number) & 0xc0) === 0x80) end -= 1;
  return encoded.toString("utf8", 0, end);
}

function initcap(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\p{L}\p{N}]+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

function textFunction(
  name: string,
  parameterTypes: readonly (typeof VARCHAR | typeof INTEGER)[],
  compute: (values: readonly DuckDBValue[]) => string,
): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
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
