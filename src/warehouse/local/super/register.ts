/** Makes the functions of this folder known to DuckDB. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from "@duckdb/node-api";
import { duckdb } from "../duckdb.ts";
import { JSON_SCALARS } from "./json-functions.ts";
import { SUPER_AGGREGATES } from "./aggregates.ts";
import { SUPER_LISTS, SUPER_SCALARS, type ScalarFunction } from "./scalar-functions.ts";

const { DuckDBListValue, DuckDBScalarFunction, LIST, VARCHAR } = duckdb;

/** Registers them, which is done once for an instance. */
export function addSuperFunctions(connection: DuckDBConnection): void {
  for (const [name, scalar] of Object.entries({ ...SUPER_SCALARS, ...JSON_SCALARS }))
    connection.registerScalarFunction(scalarFunction(name, scalar));
  for (const [name, of] of Object.entries(SUPER_AGGREGATES)) {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: [LIST(VARCHAR)],
        returnType: VARCHAR,
        mainFunction: (_, input, output) => {
          rowsOf(input).forEach(([values], row) => {
            const texts =
              values instanceof DuckDBListValue
                ? values.items.filter((item) => typeof item === "string")
                : [];
            output.setItem(row, of(texts));
          });
          output.flush();
        },
      }),
    );
  }
  for (const [name, of] of Object.entries(SUPER_LISTS)) {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: [VARCHAR],
        returnType: LIST(VARCHAR),
        mainFunction: (_, input, output) => {
          rowsOf(input).forEach(([value], row) => {
            output.setItem(row, typeof value === "string" ? new DuckDBListValue(of(value)) : null);
          });
          output.flush();
        },
      }),
    );
  }
}

function scalarFunction(
  name: string,
  { takes, nulls, of }: ScalarFunction,
): InstanceType<typeof DuckDBScalarFunction> {
  return DuckDBScalarFunction.create({
    name,
    ...(takes === undefined
      ? { varArgsType: VARCHAR }
      : { parameterTypes: Array.from({ length: takes }, () => VARCHAR) }),
    returnType: VARCHAR,
    specialHandling: nulls ?? false,
    mainFunction: (_, input, output) => {
      rowsOf(input).forEach((values, row) => {
        const known = nulls === true || values.every((value) => value !== null);
        output.setItem(row, known ? of(...(values as string[])) : null);
      });
      output.flush();
    },
  });
}

function rowsOf(input: DuckDBDataChunk): readonly (readonly DuckDBValue[])[] {
  const columns = input.getColumns();
  return Array.from({ length: input.rowCount }, (_, row) => columns.map((column) => column[row] ?? null));
}
