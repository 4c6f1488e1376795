/** The files that load a source: its staging table, its COPY, its JSONPaths file. Pure. */
import { quoteLiteral } from "../dialect/quote.ts";
import { jsonPaths, type ProposedSource } from "./columns.ts";
import { brackets, jsonFile } from "./layout.ts";
import { keyOf } from "./star.ts";

/** A file, by its path in the folder of the warehouse. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Returns the files of one source. */
export function stagingFiles(source: ProposedSource): readonly NewFile[] {
  const { columns, mapped } = source;
  const table = `staging_${source.table}`;
  const files = [
    { path: `sql/schema/${table}.sql`, text: schemaOf(source, table) },
    { path: `sql/staging/${table}.sql`, text: copyOf(source, table) },
  ];
  if (!mapped) return files;
  const jsonpaths = jsonPaths(columns.map(({ path }) => path));
  return [...files, { path: jsonpathsPath(source), text: jsonFile({ jsonpaths }) }];
}

function jsonpathsPath({ name }: ProposedSource): string {
  return `jsonpaths/${name}.json`;
}

function schemaOf({ name, columns }: ProposedSource, table: string): string {
  const definitions = columns.map((column) => `${column.name} ${column.type.sql}`);
  return `-- The rows of the ${name} files that the last run brought, as they are in the files; the next run recreates this table.
drop table if exists ${table};

create table ${table} ${brackets(definitions)};
`;
}

function copyOf(source: ProposedSource, table: string): string {
  const { name, location, columns, mapped, parquet, unpack } = source;
  const key = keyOf(source);
  const header = [
    `-- Loads the new ${name} files, and nothing else, into ${table}.`,
    `-- source: ${name}`,
    `-- location: ${location}`,
    ...(unpack === undefined ? [] : [`-- unpack: ${unpack}`]),
    ...(mapped ? [`-- jsonpaths: ${jsonpathsPath(source)}`] : []),
    // Nothing else is known to be filled, in every load or in every row; a row without its key is told with file and line.
    ...(key === undefined ? [] : [`-- required: ${key.name}`, `-- row-needs: ${key.name}`]),
  ];
  const lines = [
    `copy ${table} ${brackets(columns.map((column) => column.name))}`,
    "from :'manifest'",
    "iam_role :copy_role",
    "manifest",
    // Nothing else goes with Parquet.
    ...(parquet
      ? [`format as parquet${columns.some(({ type }) => type.kind === "super") ? " serializetojson" : ""};`]
      : [
          `${formatOf(source)} :compression`,
          ...(columns.some(({ type }) => type.kind === "timestamp") ? ["timeformat 'auto'"] : []),
          "trimblanks",
          "maxerror :max_errors",
          "compupdate off;",
        ]),
  ];
  return `${[...header, ...lines].join("\n")}\n`;
}

function formatOf({ csv, mapped }: ProposedSource): string {
  if (csv === undefined) return `format as json ${mapped ? ":'jsonpaths'" : "'auto ignorecase'"}`;
  const { delimiter, header, short, blank } = csv;
  const options = [
    ...(delimiter === ","
      ? []
      : [`delimiter ${delimiter === "\t" ? String.raw`'\t'` : quoteLiteral(delimiter)}`]),
    ...(header ? ["ignoreheader 1"] : []),
    "null as ''",
    ...(short ? ["fillrecord"] : []),
    ...(blank ? ["ignoreblanklines"] : []),
  ];
  return `format as csv ${options.join(" ")}`;
}
