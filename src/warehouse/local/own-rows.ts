/**
 * The rows that the open transaction has written itself. DuckDB reads them with one thread, however many there are: how many threads a table is worth it tells
 * by the rows that are committed. Where they are many they are read in pieces, and each piece has a thread.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Statement } from "../../dialect/syntax/statement.ts";
import type { Relation } from "./bind/relation.ts";
import { relationsOf } from "./gather-relations.ts";
import type { GatheredRelations } from "./compile/compiler.ts";

/** As many are two of DuckDB's row groups: fewer are read by one thread before a second has begun. */
const MANY = 250_000;

/** UPDATE and DELETE know rows of FROM by DuckDB's numbers of them, and a view is read by others. */
const READERS: ReadonlySet<Statement["kind"]> = new Set(["query", "insert", "create_table_as"]);

/** What a transaction has written, by DuckDB's names of the tables. */
export class OwnRows {
  private readonly rows = new Map<string, number>();
  /** How tables are read, since they were last written. */
  private readonly pieces = new Map<string, string | undefined>();

  /** The transaction has ended. */
  forget(): void {
    this.rows.clear();
    this.pieces.clear();
  }

  /** Rows were written. @param table its name in DuckDB */
  wrote(table: string, rows: number): void {
    this.rows.set(table, (this.rows.get(table) ?? 0) + rows);
    this.pieces.delete(table);
  }

  /** Returns the relations that a statement names; those of which many rows are the transaction's own say how these are read in pieces. */
  async inPieces(
    { kind }: Statement,
    relations: GatheredRelations,
    connection: DuckDBConnection,
  ): Promise<GatheredRelations> {
    if (this.rows.size === 0 || !READERS.has(kind)) return relations;
    const all = new Map(relations.all);
    for (const [key, relation] of relations.all) {
      if ((this.rows.get(relation.sql) ?? 0) < MANY || !hasRowNumbers(relation)) continue;
      const pieces = await this.read(relation.sql, connection);
      if (pieces !== undefined) all.set(key, { ...relation, pieces });
    }
    return relationsOf(all);
  }

  private async read(table: string, connection: DuckDBConnection): Promise<string | undefined> {
    if (this.pieces.has(table)) return this.pieces.get(table);
    const asked = await connection.runAndReadAll(
      `SELECT max(rowid), current_setting('threads') FROM ${table}`,
    );
    const [last, threads] = asked.getRows()[0] ?? [];
    const read = piecesOf(table, {
      last: BigInt(String(last ?? 0)),
      rows: this.rows.get(table) ?? 0,
      threads: Number(threads),
    });
    this.pieces.set(table, read);
    return read;
  }
}

/** A table with a column of that name hides DuckDB's numbers of its rows. */
function hasRowNumbers({ kind, columns }: Relation): boolean {
  return kind === "table" && columns.every(({ name }) => name.toLowerCase() !== "rowid");
}

/** What is known of a table when it is cut. */
interface Cut {
  /** The number of its last row; those of a transaction come after all that are committed. */
  readonly last: bigint;
  /** How many rows the transaction has written. */
  readonly rows: number;
  readonly threads: number;
}

/** Returns a query of all rows of the table, in as many pieces as there are threads; each row is in one of them. Undefined for one thread. */
export function piecesOf(table: string, { last, rows, threads }: Cut): string | undefined {
  if (threads < 2) return undefined;
  const first = last - BigInt(rows);
  const bounds = Array.from(
    { length: threads - 1 },
    (_, at) => first + (BigInt(rows) * BigInt(at + 1)) / BigInt(threads),
  );
  const pieces = Array.from({ length: threads }, (_, at) => {
    const [from, to] = [bounds[at - 1], bounds[at]];
    const conditions = [
      ...(from === undefined ? [] : [`rowid >= ${from}`]),
      ...(to === undefined ? [] : [`rowid < ${to}`]),
    ];
    return `SELECT * FROM ${table} WHERE ${conditions.join(" AND ")}`;
  });
  return `(${pieces.join(" UNION ALL ")})`;
}
