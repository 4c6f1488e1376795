/** When sessions start, and how long they are: together exactly as many events as were asked for. */
import { dayStart, type SampleOptions } from "./options.ts";
import { createRng, type Rng } from "./rng.ts";
import type { User } from "./users.ts";

/** A session before it is played: who has it, from when, and how many events it has. */
export interface SessionPlan {
  /** Seconds since 1970. */
  readonly start: number;
  /** Who has it: an index of the users, from 0. */
  readonly user: number;
  /** How many events. */
  readonly items: number;
}

const SESSIONS = 8;
/** No event of a session comes later than this after the one before, in seconds. */
const LONGEST_GAP = 600;

// How busy the hours (UTC) and the days (from Sunday on) are, in proportion; as in the public events.
const HOURS = [
  16, 15, 12, 11, 14, 16, 18, 18, 21, 27, 31, 34, 31, 32, 43, 48, 54, 49, 50, 37, 36, 28, 22, 20,
];
const WEEKDAYS = [12, 30, 31, 40, 25, 30, 18];
// Marks between which lengths of sessions lie evenly.
const KEEN = [1, 1, 2, 3, 4, 6, 8, 11, 14, 18, 24, 32, 42, 58, 80, 110, 130];
const CASUAL = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20];
// So many events a day are planned hour by hour, so that a day of any size needs little memory.
const MANY = 100_000;

/** Returns the sessions in order of their start. No event of theirs lies before the first day or after the last. */
export function* sessionPlans(options: SampleOptions, users: readonly User[]): Generator<SessionPlan> {
  const rng = createRng(options.seed, SESSIONS);
  const hours = options.days * 24;
  const first = dayStart(options.firstDay) / 1000;
  const end = first + hours * 3600;
  const step = options.events / options.days > MANY ? 1 : 24;
  const weights = totalWeight(first, 0, hours);
  let weight = 0;
  let planned = 0;
  for (let hour = 0; hour < hours; hour += step) {
    weight += totalWeight(first, hour, step);
    const quota = hour + step === hours ? options.events : Math.floor((options.events * weight) / weights);
    const batch: SessionPlan[] = [];
    while (planned < quota) {
      const within = step === 1 ? 0 : drawHour(rng);
      const from = first + (hour + within) * 3600;
      const start = from + rng.below(Math.min(3600, end - LONGEST_GAP - from + 1));
      const user = rng.below(rng.below(users.length) + 1);
      const items = Math.min(
        drawLength((users[user] as User).keen ? KEEN : CASUAL, rng),
        Math.floor((end - start) / LONGEST_GAP),
        options.events - planned,
      );
      planned += items;
      batch.push({ start, user, items });
    }
    yield* batch.sort((one, other) => one.start - other.start);
  }
}

function totalWeight(first: number, from: number, hours: number): number {
  let total = 0;
  for (let hour = from; hour < from + hours; hour++) {
    // 1970 began on a Thursday.
    const weekday = (Math.floor((first + hour * 3600) / 86_400) + 4) % 7;
    total += (WEEKDAYS[(weekday + 7) % 7] as number) * (HOURS[hour % 24] as number);
  }
  return total;
}

const ALL_HOURS = HOURS.reduce((sum, weight) => sum + weight, 0);

function drawHour(rng: Rng): number {
  let left = rng.below(ALL_HOURS);
  return HOURS.findIndex((weight) => (left -= weight) < 0);
}

function drawLength(marks: readonly number[], rng: Rng): number {
  const at = rng.below(marks.length - 1);
  return rng.between(marks[at] as number, marks[at + 1] as number);
}
