/** The tables that a warehouse keeps, as the files of sql/schema declare them; pure. */
import { declareTable } from "../dialect/declare/table.ts";
import type { CreateTable } from "../dialect/syntax/table.ts";
import type { TableDefinition } from "../dialect/table-definition.ts";
import { tablesOf } from "../dialect/tables-of.ts";
import { TABLES } from "../names.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";

/** A table that stays from run to run. */
export interface SchemaTable {
  readonly definition: TableDefinition;
  readonly create: CreateTable;
  /** The file that declares it. */
  readonly path: string;
  /** Columns that the header of the file lets go: `-- drops: nick, age`. */
  readonly drops: readonly string[];
  /** Whether it is one of the job's own. */
  readonly own: boolean;
}

/** Returns the tables in the order in which a run makes them. Those that a file drops and makes in every run are not among them. */
export function schemaTables({ steps }: Pick<SqlFolder, "steps">): readonly SchemaTable[] {
  return steps.filter(({ kind }) => kind === "schema").flatMap(tablesOfFile);
}

function tablesOfFile({ statements, comments, path, drops }: SqlFile): readonly SchemaTable[] {
  const dropped = new Set(
    statements.flatMap(({ tree }) => (tree.kind === "drop" ? tablesOf(tree).writes : [])),
  );
  return statements.flatMap((statement): readonly SchemaTable[] => {
    const { tree } = statement;
    if (tree.kind !== "create_table") return [];
    const definition = declareTable(tree, statement, comments);
    if (definition.temporary || !definition.ifNotExists || dropped.has(definition.name)) return [];
    return [{ definition, create: tree, path, drops, own: OWN.includes(definition.name) }];
  });
}

const OWN: readonly string[] = Object.values(TABLES);
