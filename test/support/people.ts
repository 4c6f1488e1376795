/** A warehouse of two tables that changes for years, and what ought to be in it: its SQL by its shape, and a model of its rows. */
import { loadSql } from "../../src/job/load-sql.ts";
import { TABLES } from "../../src/names.ts";
import { orderSteps } from "../../src/plan/order.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";
import { SQL_DIR } from "./sources.ts";

/** How the table is declared, and by what its transform fills it. */
export interface Shape {
  readonly nameLength: 8 | 16 | 32;
  readonly points: "integer" | "varchar(16)";
  readonly country: boolean;
  readonly key: "" | ", primary key (id)" | ", unique (id)";
  readonly sorted: boolean;
  readonly encode: "lzo" | "zstd";
  readonly logic: "name" | "upper(name)" | "name || '!'";
}

/** What the files say of a person. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly points: number;
  readonly country: string;
}

/** A row of the table: a column that it has not is not in it. */
export type PersonRow = { readonly name: string; readonly points: string; readonly country?: string | null };

export const FIRST: Shape = {
  nameLength: 16,
  points: "varchar(16)",
  country: false,
  key: ", primary key (id)",
  sorted: false,
  encode: "lzo",
  logic: "name",
};

/** Returns the SQL of a shape, the job's own tables with it. */
export async function sqlOf(shape: Shape): Promise<SqlFolder> {
  const shipped = await loadSql(SQL_DIR);
  const own = shipped.steps.filter(({ name }) => (Object.values(TABLES) as string[]).includes(name));
  const more = shape.country ? ", country" : "";
  const columns = (staged: boolean): string =>
    `id integer encode az64${staged ? "" : " not null"}, name varchar(${shape.nameLength}) encode ${shape.encode}, ` +
    `points ${staged ? "varchar(16)" : shape.points} encode zstd${shape.country ? ", country varchar(2) encode lzo" : ""}`;
  const files: readonly (readonly [FileKind, string, string])[] = [
    [
      "schema",
      "people",
      `${shape.country ? "" : "-- drops: country\n"}create table if not exists people (${columns(false)}${shape.key})${shape.sorted ? " sortkey (id)" : ""};`,
    ],
    ["schema", "initials", "create table if not exists initials (initial varchar(1), people integer);"],
    [
      "schema",
      "staging_people",
      `drop table if exists staging_people; create table staging_people (${columns(true)});`,
    ],
    [
      "stage",
      "staging_people",
      `-- source: people\ncopy staging_people (id, name, points${more}) from :'manifest' iam_role :copy_role manifest format as json 'auto ignorecase' :compression maxerror :max_errors;`,
    ],
    [
      "transform",
      "people",
      `delete from people using staging_people where people.id = staging_people.id; insert into people (id, name, points${more}) select id, ${shape.logic}, ${shape.points === "integer" ? "cast(points as integer)" : "points"}${more} from staging_people;`,
    ],
    [
      "transform",
      "initials",
      "delete from initials; insert into initials (initial, people) select left(name, 1), cast(count(*) as integer) from people group by 1;",
    ],
    ["check", "people__id__unique", "select id from people group by id having count(*) > 1;"],
    [
      "audit",
      "people__all__counted",
      "select people from (select (select coalesce(sum(people), 0) from initials) as counted, (select count(*) from people) as people) as sums where counted != people;",
    ],
  ];
  const parsed = files.map(([kind, name, text]): SqlFile => {
    const folder = kind === "stage" ? "staging" : kind === "check" || kind === "audit" ? `${kind}s` : kind;
    const found = parseSqlFile(`sql/${folder}/${name}.sql`, kind, `-- People.\n${text}`);
    if ("problems" in found) throw new Error(JSON.stringify(found.problems));
    return found.file;
  });
  const ordered = orderSteps([...own, ...parsed]);
  if ("problems" in ordered) throw new Error(JSON.stringify(ordered.problems));
  return { steps: ordered.steps, analyses: [], sums: [], sources: [] };
}

/** What a transform of the shape makes of a person. */
export function rowOf({ name, points, country }: Person, { logic, country: has }: Shape): PersonRow {
  const said = logic === "name" ? name : logic === "upper(name)" ? name.toUpperCase() : `${name}!`;
  return { name: said, points: String(points), ...(has && { country }) };
}

/** What becomes of a row when its table takes another shape: values stay, and a column more is empty. */
export function migrated({ country, ...row }: PersonRow, { country: has }: Shape): PersonRow {
  return has ? { ...row, country: country ?? null } : row;
}
