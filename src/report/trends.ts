/** How the last runs went, figure by figure, against what is usual: small charts. Pure. */
import { formatAge, formatCount, formatDuration } from "../text/amounts.ts";
import type { ReportData, RunRow } from "./data.ts";
import { html, type Html } from "./html.ts";
import { renderStatusMark } from "./status-mark.ts";

/** Fewer runs before the newest have no usual range. */
const LEAST_RUNS = 4;
const WIDTH = 220;
const HEIGHT = 48;
const MARGIN = 4;

/** A figure of the runs, oldest first. */
export interface Trend {
  readonly name: string;
  readonly values: readonly number[];
  /** The range of all but one in five of the runs before the newest; undefined where there were too few. */
  readonly usual: { readonly from: number; readonly to: number } | undefined;
  readonly isUnusual: boolean;
  /** Undefined where it is not known of the newest run. */
  readonly newest: number | undefined;
}

interface Figure {
  readonly name: string;
  readonly of: (run: RunRow) => number | undefined;
  readonly say: (value: number) => string;
}

const FIGURES: readonly Figure[] = [
  { name: "Rows added", of: ({ rowsAdded }) => rowsAdded, say: formatCount },
  { name: "Duration", of: ({ durationMs }) => durationMs, say: formatDuration },
  { name: "Rows rejected", of: ({ rowsRejected }) => rowsRejected, say: formatCount },
  // As "dbt source freshness" and Elementary's "freshness_anomalies" measure it: the time between updates of the data.
  { name: "Time since the previous load", of: sinceLoad, say: formatAge },
];

/**
 * Returns the values of a figure, as far as they are known, with the range that is usual: from the 10th to the 90th percentile of the
 * runs before the newest.
 */
export function traceTrend(name: string, figures: readonly (number | undefined)[]): Trend {
  const isKnown = (figure: number | undefined): figure is number => figure !== undefined;
  const before = figures
    .slice(0, -1)
    .filter(isKnown)
    .toSorted((one, other) => one - other);
  const newest = figures.at(-1);
  const known = { name, values: figures.filter(isKnown), newest };
  if (before.length < LEAST_RUNS) return { ...known, usual: undefined, isUnusual: false };
  const at = (share: number): number => before[Math.round((before.length - 1) * share)] ?? 0;
  const usual = { from: at(0.1), to: at(0.9) };
  return { ...known, usual, isUnusual: newest !== undefined && (newest < usual.from || newest > usual.to) };
}

/** Returns a small chart for each figure of the runs that had something to do; nothing where there is only one. */
export function renderTrends({ runs }: Pick<ReportData, "runs">): Html | undefined {
  const told = runs.filter(({ status }) => status !== "nothing new").toReversed();
  if (told.length < 2) return undefined;
  return html`<h3>Run by run</h3>
    <p class="quiet">
      The last ${told.length} runs that had something to do, the newest at the right. The band is the usual
      range: all but one in five of the runs before stayed inside it. The time since the previous load is how
      old the published data had become when the run ended.
    </p>
    <ul class="trends">
      ${FIGURES.map((figure, at) => {
        const trend = traceTrend(
          figure.name,
          told.map((run) => figure.of(run)),
        );
        return trend.values.length < 2 ? undefined : renderTrend(trend, figure.say, at);
      })}
    </ul>`;
}

function renderTrend(trend: Trend, say: (value: number) => string, at: number): Html {
  const { name, usual, isUnusual } = trend;
  const newest = trend.newest === undefined ? "not known" : say(trend.newest);
  const range =
    usual === undefined
      ? "too few runs to say what is usual"
      : `usually ${say(usual.from)} to ${say(usual.to)}`;
  return html`<li>
    <strong>${name}</strong> ${isUnusual ? renderStatusMark("warn", newest) : html`<span>${newest}</span>`}
    ${draw(trend, `trend-${at}`, `${name} run by run: now ${newest}; ${range}`)}
    <small>${range}</small>
  </li>`;
}

function draw({ values, usual, isUnusual, newest }: Trend, id: string, title: string): Html {
  const most = Math.max(...values, usual?.to ?? 0);
  const least = Math.min(0, ...values);
  const y = (value: number): number =>
    HEIGHT - MARGIN - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * MARGIN);
  const x = (index: number): number => MARGIN + (index / (values.length - 1)) * (WIDTH - 2 * MARGIN);
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const last = values.length - 1;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="trend"
    role="img"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    aria-labelledby="${id}-title ${id}-desc"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-desc">A line through ${values.length} runs.</desc>
    ${usual !== undefined && html`<rect class="usual" x="0" y="${y(usual.to).toFixed(1)}" width="${WIDTH}" height="${Math.max(1, y(usual.from) - y(usual.to)).toFixed(1)}" />`}
    <polyline points="${points}" />
    ${newest !== undefined && html`<circle class="${isUnusual ? "unusual" : "last"}" cx="${x(last).toFixed(1)}" cy="${y(newest).toFixed(1)}" r="3.5" />`}
  </svg>`;
}

/** How old what readers saw had become: a run that fails does not change it. Runs that overlap may end in another order. */
function sinceLoad({ previousLoad, endedAt }: RunRow): number | undefined {
  return previousLoad === undefined || endedAt === undefined
    ? undefined
    : Math.max(0, endedAt.getTime() - previousLoad.getTime());
}
