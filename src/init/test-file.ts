/** The first tests of a new warehouse: made-up rows in, rows out, and both answers of every check and question. Pure. */
import type { ProposedColumn, ProposedSource } from "./columns.ts";
import { jsonFile } from "./layout.ts";
import type { NewFile } from "./staging-files.ts";
import { newName, starNames, uniqueName } from "./star-files.ts";
import type { Dimension, Star } from "./star.ts";

type Row = Readonly<Record<string, unknown>>;

interface Case {
  readonly about: string;
  readonly given?: Readonly<Record<string, readonly Row[]>>;
  readonly runs?: readonly Readonly<Record<string, readonly Row[]>>[];
  readonly transforms?: readonly string[];
  readonly expected: Readonly<Record<string, readonly Row[]>>;
}

/** Returns the file of test/sql/cases that belongs to the star. */
export function testFile(star: Star): NewFile {
  const { fact, dimension } = star;
  const cases = [runCase(star), ...checkCases(star), ...questionCases(star)];
  const empty = [
    ...(fact.key === undefined ? [] : uniqueNames(fact.source.table, fact.key)),
    ...(dimension === undefined ? [] : uniqueNamesOf(dimension)),
    ...Object.values(starNames(star)).filter((name) => name !== undefined),
  ];
  const nothing: Case = {
    about: "Without rows there is nothing to show.",
    expected: Object.fromEntries(empty.map((name) => [name, []])),
  };
  return { path: `test/sql/cases/${fact.source.table}.json`, text: jsonFile([...cases, nothing]) };
}

/** Two rows are loaded, and then one of them again with other values. */
function runCase(star: Star): Case {
  const { fact, dimension } = star;
  const { source, key } = fact;
  const shared = new Set([key, dimension?.reference]);
  const plan = (count: number, changed: number): Row =>
    Object.fromEntries(
      source.columns.map((column) => [column.name, made(column, shared.has(column) ? count : changed)]),
    );
  const first = [plan(1, 1), plan(2, 2)];
  const again = plan(1, 3);
  const last = key === undefined ? [...first, again] : [again, plan(2, 2)];
  const side: Record<string, readonly Row[]> = {};
  const staged: Record<string, readonly Row[]> = { [`staging_${source.table}`]: first };
  if (dimension?.source !== undefined) {
    const { source: other, key: otherKey } = dimension;
    const rows = [1, 2].map((count) =>
      Object.fromEntries(
        other.columns.map((column) => [column.name, made(column, column === otherKey ? count : 1)]),
      ),
    );
    side[other.name] = rows.map((row) => rowOf(other, row));
    staged[`staging_${other.table}`] = rows;
  }
  if ([source, dimension?.source].some((one) => one !== undefined && isUnwritable(one))) {
    return {
      about: "Staged rows are added to the table.",
      given: staged,
      transforms: [...(dimension === undefined ? [] : [dimension.table]), source.table],
      expected: expectedOf(star, first),
    };
  }
  const about =
    key === undefined
      ? "Every row of the files is a row of the table."
      : "A row that comes again takes the place of the one that was there.";
  return {
    about,
    runs: [
      { [source.name]: first.map((row) => rowOf(source, row)), ...side },
      { [source.name]: [rowOf(source, again)] },
    ],
    expected: expectedOf(star, last),
  };
}

/** Whether a case cannot give rows of it to a run: of Parquet with what is nested no file is written. */
function isUnwritable({ parquet, columns }: ProposedSource): boolean {
  return parquet && columns.some(({ type }) => type.kind === "super");
}

function expectedOf({ fact: { source }, dimension }: Star, rows: readonly Row[]): Case["expected"] {
  return {
    [source.table]: rows.map((row) => answerOf(source, row)),
    ...(dimension === undefined ? {} : { [dimension.table]: dimensionAnswer(dimension) }),
  };
}

function dimensionAnswer({ key, source }: Dimension): readonly Row[] {
  const columns = source?.columns ?? [key];
  return [1, 2].map((count) =>
    answerOf(
      { columns },
      Object.fromEntries(columns.map((column) => [column.name, made(column, column === key ? count : 1)])),
    ),
  );
}

/** A row as the files of the source have it. */
function rowOf({ columns, csv, parquet }: ProposedSource, row: Row): Row {
  if (csv !== undefined || parquet) return row;
  const root: Record<string, unknown> = {};
  for (const { name, path } of columns) {
    let object = root;
    for (const step of path.slice(0, -1)) object = (object[step] ??= {}) as Record<string, unknown>;
    object[path.at(-1) ?? name] = row[name];
  }
  return root;
}

/** What a table answers: of types that are written in one way only. */
function answerOf({ columns }: Pick<ProposedSource, "columns">, row: Row): Row {
  const plain = columns.filter(({ type }) => ["whole", "text", "date", "timestamp"].includes(type.kind));
  return Object.fromEntries(plain.map(({ name }) => [name, String(row[name])]));
}

/** The value of that number, of a column. */
function made({ type }: ProposedColumn, count: number): unknown {
  switch (type.kind) {
    case "text":
      return "abc".slice(count - 1, count);
    case "whole":
      return count;
    case "double":
      return count + 0.5;
    case "date":
      return `2024-01-0${count}`;
    case "timestamp":
      return `2024-01-0${count} 00:00:00`;
    case "boolean":
      return count === 1;
    case "super":
      return [count];
  }
}

function uniqueNames(table: string, key: ProposedColumn): readonly string[] {
  const audit = uniqueName(table, key);
  return [uniqueName(`staging_${table}`, key), audit, newName(audit)];
}

/** A dimension of the fact's own column has no staging table. */
function uniqueNamesOf({ table, key, source }: Dimension): readonly string[] {
  const names = uniqueNames(table, key);
  return source === undefined ? names.slice(1) : names;
}

function checkCases({ fact, dimension }: Star): readonly Case[] {
  const keyed = [
    ...(fact.key === undefined
      ? []
      : [{ table: fact.source.table, key: fact.key, staged: true, of: fact.source.table }]),
    ...(dimension === undefined
      ? []
      : [
          {
            table: dimension.table,
            key: dimension.key,
            staged: dimension.source !== undefined,
            of: dimension.source?.table ?? fact.source.table,
          },
        ]),
  ];
  return keyed.flatMap(({ table, key, staged, of }): readonly Case[] => {
    const row = (count: number): Row => ({ [key.name]: made(key, count) });
    const told = (count: number): Row => ({ [key.name]: String(made(key, count)), row_count: "2" });
    const twice: Case = {
      about: `The same ${key.name} twice in ${table} is reported.`,
      given: { [`staging_${of}`]: [row(1), row(2)], [table]: [row(1), row(1), row(2)] },
      expected: { [uniqueName(table, key)]: [told(1)], [newName(uniqueName(table, key))]: [told(1)] },
    };
    if (!staged) return [twice];
    const staging = `staging_${table}`;
    const bad: Case = {
      about: `Rows of ${staging} without their ${key.name}, and two with the same, are reported.`,
      given: { [staging]: [{ [key.name]: null }, row(1), row(2), row(2)] },
      expected: { [uniqueName(staging, key)]: [{ [key.name]: null, row_count: "1" }, told(2)] },
    };
    return [bad, twice];
  });
}

function questionCases(star: Star): readonly Case[] {
  const { fact, dimension } = star;
  const { source, key } = fact;
  const names = starNames(star);
  const row = (count: number, values: Row): Row =>
    key === undefined ? values : { [key.name]: made(key, count), ...values };
  if (dimension === undefined || names.known === undefined || names.newKnown === undefined) {
    const [column] = source.columns;
    const values = column === undefined ? {} : { [column.name]: made(column, 1) };
    const about = "Rows are counted.";
    return [
      {
        about,
        given: { [source.table]: [row(1, values)] },
        expected: { [names.question]: [{ row_count: "1" }] },
      },
    ];
  }
  const { reference } = dimension;
  const refer = (count: number): Row => ({ [reference.name]: made(reference, count) });
  const told = (count: number, rows: number): Row => ({
    [reference.name]: String(made(reference, count)),
    row_count: String(rows),
  });
  return [
    {
      about: `A ${reference.name} that ${dimension.table} does not hold is reported.`,
      given: {
        [`staging_${source.table}`]: [refer(1), refer(2)],
        [source.table]: [row(1, refer(1)), row(2, refer(2))],
        [dimension.table]: [{ [dimension.key.name]: made(dimension.key, 1) }],
      },
      expected: { [names.known]: [told(2, 1)], [names.newKnown]: [told(2, 1)] },
    },
    {
      about: "The most rows come first.",
      given: { [source.table]: [row(1, refer(1)), row(2, refer(2)), row(3, refer(2))] },
      expected: { [names.question]: [told(2, 2), told(1, 1)] },
    },
  ];
}
