/**
 * Whether EventBridge Scheduler understands an expression: "Schedule types" of its user guide. Neither the provider nor a
 * preview checks this, and a bad one would only be refused in the middle of an update.
 */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

/** The words for 1 to 12, and for 1 to 7. */
export const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
export const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const FIELDS: readonly Field[] = [
  { name: "minutes", least: 0, most: 59 },
  { name: "hours", least: 0, most: 23 },
  { name: "day of month", least: 1, most: 31 },
  { name: "month", least: 1, most: 12, words: MONTHS },
  { name: "day of week", least: 1, most: 7, words: WEEKDAYS },
  { name: "year", least: 1970, most: 2199 },
];

/** Says what is wrong with a `cron(…)` or `rate(…)` expression, or nothing if it is right. */
export function scheduleProblem(expression: string): string | undefined {
  const [, kind, body] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "rate")
    return /^[1-9]\d{0,4} (minute|hour|day)s?$/.test(body ?? "") ? undefined : "not a rate";
  if (kind !== "cron") return "neither cron(…) nor rate(…)";
  const parts = (body ?? "").split(" ");
  if (parts.length !== FIELDS.length) return `${parts.length} fields instead of 6`;
  const wrong = FIELDS.find((field, index) => !isField(parts[index] ?? "", field));
  if (wrong !== undefined) return `the ${wrong.name} is wrong`;
  // Days are given once: the other of the two fields says ? for "no matter".
  const [dayOfMonth, dayOfWeek] = [parts[2], parts[4]];
  return (dayOfMonth === "?") === (dayOfWeek === "?")
    ? "one of day of month and day of week must be ?"
    : undefined;
}

function isField(text: string, field: Field): boolean {
  if (text === "*") return true;
  if (text === "?") return field.name.startsWith("day");
  if (field.name === "day of month") {
    if (text === "L" || text === "LW") return true;
    // The days before the last one, and the weekday next to a day.
    const [, before, beside] = /^(?:L-(\d{1,2})|(\d{1,2})W)$/.exec(text) ?? [];
    if (before !== undefined) return Number(before) >= 1 && Number(before) <= 30;
    if (beside !== undefined) return valueOf(beside, field) !== undefined;
  }
  if (field.name === "day of week") {
    if (text === "L") return true;
    const [, day] = /^(.+?)(?:L|#[1-5])$/.exec(text) ?? [];
    if (day !== undefined) return valueOf(day, field) !== undefined;
  }
  return text.split(",").every((item) => isItem(item, field));
}

// One of 5, MON, 1-5, 0/15, 10-20/2, or a star with a step.
function isItem(item: string, field: Field): boolean {
  const [range = "", step, ...rest] = item.split("/");
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false;
  if (range === "*") return step !== undefined;
  const ends = range.split("-").map((end) => valueOf(end, field));
  const [first, last = first] = ends;
  if (ends.length > 2 || first === undefined || last === undefined) return false;
  return first <= last;
}

function valueOf(text: string, field: Field): number | undefined {
  const word = field.words?.indexOf(text) ?? -1;
  const value = word >= 0 ? word + 1 : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : undefined;
}
