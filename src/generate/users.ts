/** The people who listen. Everything of their events that does not change is rendered once. */
import { jsonText } from "./json-text.ts";
import { createRng } from "./rng.ts";
import { BOYS, GIRLS, LAST_NAMES, STATES, TOWNS, USER_AGENTS } from "./words.ts";

/** What a user pays: nothing, or a subscription. */
export type Level = "free" | "paid";

/** The parts of a person's events, in the order in which they stand in a line. */
export interface RenderedUser {
  /** From `auth` to before the value of `itemInSession`. */
  readonly head: string;
  /** To before the value of `length`. */
  readonly name: string;
  /** From after that, to before the value of `method`, for each level. */
  readonly place: Readonly<Record<Level, string>>;
  /** From the value of `registration` to before that of `sessionId`. */
  readonly registration: string;
  /** From `userAgent` to the end of the object. */
  readonly tail: string;
}

/** A user: the constant parts of the events, and what decides how the user behaves. */
export interface User {
  readonly rendered: RenderedUser;
  /** Whether this one listens for hours. */
  readonly keen: boolean;
  /** At the first event. */
  readonly level: Level;
}

interface Person {
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: "F" | "M";
  readonly location: string;
  readonly userAgent: string;
  /** Milliseconds since 1970. */
  readonly registration: number;
}

const USER = 6;
const DAY = 86_400_000;

/**
 * Returns user `index` (from 0) of the seed; `start`, in milliseconds since 1970, is the first moment of the events,
 * before which everybody registered.
 */
export function userAt(seed: number, index: number, start: number): User {
  const rng = createRng(seed, USER, index);
  const gender = rng.chance(0.55) ? "F" : "M";
  const towns = [rng.pick(TOWNS), rng.pick(TOWNS)].slice(0, rng.between(1, 2));
  const keen = rng.chance(0.3);
  return {
    rendered: renderUser({
      userId: String(index + 1),
      firstName: rng.pick(gender === "F" ? GIRLS : BOYS),
      lastName: rng.pick(LAST_NAMES),
      gender,
      location: `${towns.join("-")}, ${rng.pick(STATES)}`,
      userAgent: rng.pick(USER_AGENTS),
      registration: start - rng.between(1, 150) * DAY + rng.below(DAY / 1000) * 1000 + 796,
    }),
    keen,
    level: rng.chance(keen ? 0.9 : 0.05) ? "paid" : "free",
  };
}

function renderUser(person: Person): RenderedUser {
  const location = jsonText(person.location);
  return {
    head: `,"auth":"Logged In","firstName":${jsonText(person.firstName)},"gender":"${person.gender}","itemInSession":`,
    name: `,"lastName":${jsonText(person.lastName)},"length":`,
    place: {
      free: `,"level":"free","location":${location},"method":`,
      paid: `,"level":"paid","location":${location},"method":`,
    },
    // A float, though a whole number: so it is in the public files.
    registration: `,"registration":${person.registration}.0,"sessionId":`,
    tail: `,"userAgent":${jsonText(person.userAgent)},"userId":"${person.userId}"}`,
  };
}

/** The parts of the events of whoever is not logged in: nobody, with the level that the session had. */
export const LOGGED_OUT_USER: RenderedUser = {
  head: `,"auth":"Logged Out","firstName":null,"gender":null,"itemInSession":`,
  name: `,"lastName":null,"length":`,
  place: {
    free: `,"level":"free","location":null,"method":`,
    paid: `,"level":"paid","location":null,"method":`,
  },
  registration: `,"registration":null,"sessionId":`,
  tail: `,"userAgent":null,"userId":""}`,
};
