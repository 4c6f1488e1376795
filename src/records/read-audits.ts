/** When the audits of a warehouse were asked, which the record knows. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { parseMoment } from "../text/amounts.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import { formatTimestamp } from "./stage-rows.ts";

/** When an audit was last asked, and how many offending rows it found. */
export interface AskedAudit {
  readonly at: Date;
  readonly rows: number;
}

/** Returns by name the last asking of each audit after a moment: see `auditsQuestion`. @throws as `Session.execute` does */
export async function readAudits(session: Session, after: Date): Promise<ReadonlyMap<string, AskedAudit>> {
  return auditsOf(await session.execute(auditsQuestion(after)));
}

/**
 * Returns the question for the askings of audits after a moment, by runs that published: a run that was rolled back has looked at other tables.
 * The moment is a bound on the sort key of the record, which gets longer with every run.
 */
export function auditsQuestion(after: Date): string {
  return (
    `select step, started_at, row_count from ${TABLES.steps} where kind = 'audit' and status in ('succeeded', 'warned') ` +
    `and started_at > ${quoteLiteral(formatTimestamp(after))} ` +
    `and run_id in (select run_id from ${TABLES.runs} where exit_code = 0) order by started_at`
  );
}

/** Returns by name the last asking of each audit from the answer to that. */
export function auditsOf(asked: Pick<Result, "rows">): ReadonlyMap<string, AskedAudit> {
  // The last one of a name stays.
  return new Map(
    asked.rows.flatMap(([name, at, rows]): readonly (readonly [string, AskedAudit])[] => {
      const moment = parseMoment(at);
      return moment === undefined ? [] : [[name ?? "", { at: moment, rows: Number(rows) }]];
    }),
  );
}
