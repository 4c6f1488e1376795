/** Reads which runs wrote rows of a table last, and which files these runs brought. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { parseMoment } from "../text/amounts.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";
import type { NamedRow } from "../text/rows-as-objects.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Runs that are listed, the newest first, and files of each. */
const MOST_RUNS = 20;
const MOST_FILES = 50;

/** A file that a run brought. */
export interface OriginFile {
  readonly source: string;
  readonly url: string;
  readonly loadedAt: Date | undefined;
  /** Null where it is not known of this file alone. */
  readonly rowsStaged: number | null;
}

/** Rows that one run wrote last. */
export interface Origin {
  /** Undefined for rows that were written before rows named their run. */
  readonly runId: string | undefined;
  readonly rows: number;
  readonly startedAt: Date | undefined;
  /** All that the run brought of the sources of the table. */
  readonly fileCount: number;
  /** The first of them. */
  readonly files: readonly OriginFile[];
}

/** What is asked about. */
export interface OriginQuestion {
  /** Which rows by which run: a select of run_id and row_count. */
  readonly sql: string;
  /** The sources that the table is made from. */
  readonly sources: readonly string[];
}

/** Reads the runs with their files, the newest run first, and the rows of all runs. @throws as `Session.execute` does for the question */
export async function readOrigins(
  session: Session,
  { sql, sources }: OriginQuestion,
): Promise<{ readonly rows: number; readonly runCount: number; readonly origins: readonly Origin[] }> {
  const found = await queryRows(session, sql);
  const ids = found.flatMap((row) => row["run_id"] ?? []);
  const began = await readBegins(session, ids);
  const counted = found.map((row) => {
    const runId = row["run_id"] ?? undefined;
    return {
      runId,
      rows: Number(row["row_count"]),
      startedAt: runId === undefined ? undefined : began.get(runId),
    };
  });
  const at = (one: { readonly startedAt: Date | undefined }): number => one.startedAt?.getTime() ?? 0;
  const shown = counted.toSorted((one, other) => at(other) - at(one)).slice(0, MOST_RUNS);
  const files = await readFilesOf(
    session,
    shown.flatMap(({ runId }) => runId ?? []),
    sources,
  );
  return {
    rows: counted.reduce((sum, { rows }) => sum + rows, 0),
    runCount: counted.length,
    origins: shown.map((one) => {
      const own = files.filter((row) => row["run_id"] === one.runId);
      return { ...one, fileCount: Number(own[0]?.["file_count"] ?? 0), files: own.map(fileOf) };
    }),
  };
}

/** Reads the newest run that brought files of a source: whose rows lie in its staging table; undefined where none has. */
export async function readNewestRunOf(session: Session, source: string): Promise<string | undefined> {
  const newest = await queryFirstRow(
    session,
    `select run_id from ${TABLES.files} where source = ${quoteLiteral(source)} order by loaded_at desc, run_id desc limit 1`,
  );
  return newest["run_id"] ?? undefined;
}

async function readBegins(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date | undefined>> {
  if (ids.length === 0) return new Map();
  const rows = await queryRows(
    session,
    `select run_id, min(started_at) as started_at from ${TABLES.runs} where run_id in (${listOf(ids)}) group by run_id`,
  );
  return new Map(rows.map((row) => [row["run_id"] ?? "", parseMoment(row["started_at"])]));
}

async function readFilesOf(
  session: Session,
  ids: readonly string[],
  sources: readonly string[],
): Promise<readonly NamedRow[]> {
  if (ids.length === 0 || sources.length === 0) return [];
  return queryRows(
    session,
    `select run_id, source, url, loaded_at, rows_staged, place, file_count from (
       select run_id, source, url, loaded_at, rows_staged,
         row_number() over (partition by run_id order by source, url, loaded_at) as place,
         count(*) over (partition by run_id) as file_count
       from ${TABLES.files} where run_id in (${listOf(ids)}) and source in (${listOf(sources)})
     ) as brought where place <= ${MOST_FILES} order by run_id, place`,
  );
}

function fileOf(row: NamedRow): OriginFile {
  const staged = row["rows_staged"] ?? null;
  return {
    source: row["source"] ?? "",
    url: row["url"] ?? "",
    loadedAt: parseMoment(row["loaded_at"]),
    rowsStaged: staged === null ? null : Number(staged),
  };
}

function listOf(texts: readonly string[]): string {
  return texts.map(quoteLiteral).join(", ");
}
