/** A report's data with one text in every place that data can fill. */
import { declareTable } from "../../src/dialect/declare/table.ts";
import { parseStatements } from "../../src/dialect/parsed.ts";
import type { Analysis, Answer, Question, ReportData, RunRow, TableFacts } from "../../src/report/data.ts";

const DDL = [
  `create table if not exists plays (
    play_id bigint identity (1, 1), -- has gaps
    user_id bigint not null distkey,
    title varchar(64),
    primary key (play_id),
    foreign key (user_id) references users (user_id)
  ) sortkey (title, user_id)`,
  "create table if not exists users (user_id bigint, primary key (user_id)) diststyle all",
];

/** Parses a CREATE TABLE. */
export function tableOf(sql: string, rows?: number): TableFacts {
  const { statements, comments } = parseStatements(sql);
  const [statement] = statements;
  if (statement?.tree.kind !== "create_table") throw new Error("no CREATE TABLE");
  return {
    definition: declareTable(statement.tree, statement, comments),
    path: "sql/schema/table.sql",
    rows,
    held: false,
    refused: false,
  };
}

/** An answer with text columns and, last, a number. */
export function answerOf(columns: readonly string[], rows: Answer["rows"]): Answer {
  return {
    columns: columns.map((name, index) => ({
      name,
      type: index === columns.length - 1 ? "bigint" : "character varying(256)",
    })),
    rows,
  };
}

export function analysisOf(
  name: string,
  chart: string | undefined,
  answer: Answer | undefined,
  total?: string,
): Analysis {
  return {
    name,
    card: undefined,
    total,
    title: `What about ${name}?`,
    path: `sql/analyses/${name}.sql`,
    held: [],
    chart,
    sql: `select ${name}`,
    reads: ["plays"],
    answer,
  };
}

/** A card, whose note is another column. */
export function cardAnalysis(name: string, card: string, answer: Answer | undefined): Analysis {
  return { ...analysisOf(name, undefined, answer), card };
}

/** A file of sql/sums with its answer. */
export function sumOf(name: string, rows: Answer["rows"]): Question {
  return {
    name,
    title: `Does ${name} hold?`,
    path: `sql/sums/${name}.sql`,
    sql: `select ${name}`,
    reads: ["plays"],
    held: [],
    answer: {
      columns: [
        { name: "what", type: "character varying(64)" },
        { name: "counted", type: "bigint" },
        { name: "expected", type: "bigint" },
      ],
      rows,
    },
  };
}

export const NO_DATA: ReportData = {
  madeAt: new Date("2026-01-02T03:04:05Z"),
  pipeline: "sparkify",
  warehouse: "file",
  version: "1",
  runs: [],
  runCount: 0,
  unended: [],
  rebuild: undefined,
  growth: [],
  detail: undefined,
  sources: [],
  loadedAt: undefined,
  quarantine: [],
  checks: [],
  sums: [],
  analyses: [],
  tables: [],
  unanswered: [],
  steps: [],
};

/** Every kind of thing that the page shows; whatever comes from data says `text`. */
export function sampleData(text: string): ReportData {
  const run: RunRow = {
    runId: text,
    status: text,
    exitCode: 1,
    startedAt: new Date("2026-01-01T00:00:00Z"),
    endedAt: new Date("2026-01-01T00:00:10Z"),
    durationMs: 10_000,
    files: 2,
    bytes: 2000,
    rowsRead: 30,
    rowsStaged: 28,
    rowsRejected: 2,
    rowsAdded: 20,
    checksFailed: 1,
    checksWarned: 0,
    retries: 1,
    version: text,
    error: text,
    dataFrom: new Date("2025-12-31T00:00:00Z"),
    previousLoad: new Date("2025-12-31T00:00:00Z"),
  };
  const source = { source: text, files: 2, bytes: 2000, rowsRead: 30, rowsStaged: 28, rowsRejected: 2 };
  const list = answerOf(
    ["song", "artist", "play_count"],
    [
      [text, text, "12"],
      ["other", text, "8"],
      ["(all others)", null, "5"],
    ],
  );
  return {
    madeAt: new Date("2026-01-02T03:04:05Z"),
    pipeline: text,
    warehouse: text,
    version: text,
    runs: [{ ...run, runId: `${text}!` }, run],
    runCount: 2,
    unended: [{ runId: text, startedAt: new Date("2026-01-01T00:00:00Z"), version: text, alive: false }],
    rebuild: {
      id: text,
      startedAt: new Date("2026-01-01T00:00:00Z"),
      schema: text,
      tables: [text],
      files: 12,
      loaded: { files: 3, batches: 2 },
      failed: text,
    },
    growth: [
      { table: "plays", before: 0, added: 20 },
      { table: text, before: 0, added: 1 },
    ],
    detail: {
      run,
      sources: [source, { ...source, source: "events" }],
      steps: [
        {
          position: 1,
          name: text,
          kind: text,
          status: text,
          note: text,
          startedAt: new Date("2026-01-01T00:00:02Z"),
          durationMs: 500,
          rows: 28,
        },
      ],
      reasons: answerOf(["reason", "row_count"], [[text, "2"]]),
      rejects: answerOf(["url", "value", "line_number"], [[text, text, "7"]]),
      failures: [
        {
          name: text,
          path: text,
          severity: "error",
          count: 3,
          offending: answerOf(["song", "row_count"], [[text, "2"]]),
        },
      ],
      columns: [],
      changed: [{ source: "events", kind: "replaced", column: text, url: text, rows: 3 }],
      listed: 1,
    },
    sources: [source],
    loadedAt: new Date("2026-01-01T00:00:10Z"),
    quarantine: [
      {
        source: text,
        url: text,
        at: new Date("2026-01-01T00:00:10Z"),
        rowsRejected: 1,
        reason: text,
        next: text,
        retry: true,
      },
    ],
    checks: [
      {
        name: text,
        title: text,
        path: text,
        severity: "error",
        sql: text,
        count: 30,
        held: [],
        offending: answerOf(["song", "row_count"], [[text, "2"]]),
      },
    ],
    sums: [sumOf("staged", [[text, "25", "25"]]), { ...sumOf("gone", []), title: text, answer: undefined }],
    analyses: [
      {
        ...analysisOf("most_played", "bar", list, "plays"),
        title: text,
        sql: text,
        path: text,
        reads: [text, "plays"],
      },
      { ...analysisOf("by_hour", "column", list, "plays"), title: text },
      { ...analysisOf("lines", "line", list, "plays"), title: text },
      { ...analysisOf(text, "bar", answerOf([text, text], [[text, "25"]])), reads: [] },
      { ...analysisOf("gone", "bar", undefined), reads: [text] },
      { ...cardAnalysis("card", text, answerOf([text, "play_count"], [[text, "12"]])), title: text },
    ],
    unanswered: [],
    tables: DDL.map((sql, index) => tableOf(sql, index === 0 ? 25 : undefined)),
    steps: [
      {
        name: text,
        kind: "stage",
        path: text,
        title: text,
        sources: [text],
        reads: [],
        writes: ["plays", text],
      },
      {
        name: "users",
        kind: "transform",
        path: text,
        title: text,
        sources: [],
        reads: ["plays"],
        writes: ["users"],
      },
    ],
  };
}
