/** The files of the star: tables, transforms, checks, one question. Pure. */
import type { ProposedColumn } from "./columns.ts";
import { brackets, clause } from "./layout.ts";
import type { NewFile } from "./staging-files.ts";
import type { Dimension, Fact, Star } from "./star.ts";

/** What the files of a star are called, by what they do; those that are not there are undefined. */
export interface StarNames {
  readonly question: string;
  readonly known: string | undefined;
  /** The check of what `known` says of all rows, in what a run brings. */
  readonly newKnown: string | undefined;
}

/** Returns what the files that concern both tables are called. */
export function starNames({ fact, dimension }: Star): StarNames {
  const { table } = fact.source;
  if (dimension === undefined) return { question: `all_${table}`, known: undefined, newKnown: undefined };
  const { name } = dimension.reference;
  const known = `${table}__${name}__known`;
  return { question: `${table}_by_${name}`, known, newKnown: newName(known) };
}

/** Returns the name of the check that looks at the rule of an audit in what a run brings. */
export function newName(audit: string): string {
  return `new_${audit}`;
}

/** Returns the name of the check that a key is there once in staging, or of the audit of a table of the star. */
export function uniqueName(table: string, key: ProposedColumn): string {
  return `${table}__${key.name}__unique`;
}

/** Returns all files of the star. */
export function starFiles(star: Star): readonly NewFile[] {
  const { fact, dimension } = star;
  return [
    ...sourceTable(fact),
    ...(dimension === undefined ? [] : dimensionFiles(dimension, fact)),
    ...(dimension === undefined ? [] : knownChecks(star, dimension)),
    question(star),
  ];
}

/** A table of the star that holds the rows of a source, and its checks. */
function sourceTable({ source, key }: Fact): readonly NewFile[] {
  const { table, columns } = source;
  const staging = `staging_${table}`;
  const definitions = columns.map((column) => {
    return `${column.name} ${column.type.sql}${column === key ? " not null" : ""}`;
  });
  if (key !== undefined) definitions.push(`primary key (${key.name})`);
  const names = columns.map(({ name }) => name);
  const rows = key === undefined ? "One row for each row of the files." : `One row for each ${key.name}.`;
  const title =
    key === undefined
      ? `-- Brings ${table} up to date: adds the rows that are new.`
      : `-- Brings ${table} up to date: a row that comes again replaces the old one.`;
  const removal =
    key === undefined
      ? ""
      : `delete from ${table}
using ${staging}
where
    ${table}.${key.name} = ${staging}.${key.name};

`;
  return [
    {
      path: `sql/schema/${table}.sql`,
      text: `-- ${rows}\ncreate table if not exists ${table} ${brackets(definitions)};\n`,
    },
    {
      path: `sql/transform/${table}.sql`,
      text: `${title}
${removal}insert into ${table} ${brackets(names)}
select
${clause(names)}
from ${staging};
`,
    },
    ...(key === undefined ? [] : [stagedCheck(staging, key), ...uniqueChecks(table, key, staging)]),
  ];
}

/** Which of two rows of one key would be right nobody has said yet. */
function stagedCheck(table: string, key: ProposedColumn): NewFile {
  return {
    path: `sql/checks/${uniqueName(table, key)}.sql`,
    text: `-- Every row that was loaded has its own ${key.name}: nothing says which of two is right.
-- severity: error
select
    ${key.name},
    count(*) as row_count
from ${table}
group by
    1
having count(${key.name}) <> 1;
`,
  };
}

/** The audit of the whole table, and the check of the keys that were loaded. */
function uniqueChecks(table: string, key: ProposedColumn, staging: string): readonly NewFile[] {
  const name = uniqueName(table, key);
  const text = (title: string, where: string): string => `-- ${title}
-- severity: error
select
    -- An expression, since Redshift believes the key, which it does not enforce.
    ${unbelieved(key, key.name)} as ${key.name},
    count(*) as row_count
from ${table}
${where}group by
    1
having count(*) > 1;
`;
  return [
    { path: `sql/audits/${name}.sql`, text: text(`No ${key.name} is in ${table} twice.`, "") },
    {
      path: `sql/checks/${newName(name)}.sql`,
      text: text(
        `No ${key.name} that was loaded is in ${table} twice.`,
        `where\n    ${amongLoaded(key.name, key.name, staging)}\n`,
      ),
    },
  ];
}

/** A condition that narrows a table to what was loaded: a run costs what is new. */
function amongLoaded(column: string, of: string, staging: string): string {
  return `${column} in (
        select
            ${of}
        from ${staging}
    )`;
}

/** The column in an expression: Redshift answers what it believes of a column alone. */
function unbelieved({ type }: ProposedColumn, written: string): string {
  return type.kind === "text" ? `${written} || ''` : `${written} + 0`;
}

function dimensionFiles({ table, key, source }: Dimension, fact: Fact): readonly NewFile[] {
  if (source !== undefined) return sourceTable({ source, key });
  const staging = `staging_${fact.source.table}`;
  const column = key.name;
  const definitions = [`${column} ${key.type.sql} not null`, `primary key (${column})`];
  return [
    {
      path: `sql/schema/${table}.sql`,
      text: `-- One row for each ${column} of ${fact.source.table}; add columns for what else is known of it.
create table if not exists ${table} ${brackets(definitions)};
`,
    },
    {
      path: `sql/transform/${table}.sql`,
      text: `-- Brings ${table} up to date: adds what was not seen before.
insert into ${table} (${column})
select distinct
    ${staging}.${column}
from ${staging}
left join ${table}
on
    ${staging}.${column} = ${table}.${column}
where
    ${staging}.${column} is not null
    and ${table}.${column} is null;
`,
    },
    ...uniqueChecks(table, key, staging),
  ];
}

/** Its severity is warn: what is not known today may come with a later file. */
function knownChecks(star: Star, { table, key, reference }: Dimension): readonly NewFile[] {
  const fact = star.fact.source.table;
  const column = `${fact}.${reference.name}`;
  const { known, newKnown } = starNames(star);
  const text = (title: string, where: string): string => `-- ${title}
-- severity: warn
select
    ${column},
    count(*) as row_count
from ${fact}
left join ${table}
on
    ${column} = ${unbelieved(key, `${table}.${key.name}`)}
where
    ${where}${column} is not null
    and ${table}.${key.name} is null
group by
    1;
`;
  const loaded = amongLoaded(column, reference.name, `staging_${fact}`);
  return [
    { path: `sql/audits/${known}.sql`, text: text(`Every ${reference.name} of ${fact} is in ${table}.`, "") },
    {
      path: `sql/checks/${newKnown}.sql`,
      text: text(`Every ${reference.name} that was loaded is in ${table}.`, `${loaded}\n    and `),
    },
  ];
}

function question(star: Star): NewFile {
  const { fact, dimension } = star;
  const { table } = fact.source;
  const path = `sql/analyses/${starNames(star).question}.sql`;
  if (dimension === undefined) {
    return {
      path,
      text: `-- How many rows of ${table} are there?
-- card: Rows
select
    count(*) as row_count
from ${table}
having count(*) > 0;
`,
    };
  }
  const { name, type } = dimension.reference;
  // The first text names what the bars are of.
  const shown = type.kind === "text" ? name : `cast(${name} as varchar(40)) as ${name}`;
  return {
    path,
    text: `-- Which ${name} has the most rows of ${table}?
-- chart: bar
select
    ${shown},
    count(*) as row_count
from ${table}
where
    ${name} is not null
group by
    1
order by
    row_count desc,
    1
limit
    20;
`,
  };
}
