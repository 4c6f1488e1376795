/** Which page follows which, as often as in the public events. */
import type { Rng } from "./rng.ts";
import type { Level } from "./users.ts";

/** The pages that somebody can be on, as the events spell them. */
export type Page =
  | "NextSong"
  | "Home"
  | "Login"
  | "Logout"
  | "Settings"
  | "Save Settings"
  | "Help"
  | "About"
  | "Error"
  | "Upgrade"
  | "Submit Upgrade"
  | "Downgrade"
  | "Submit Downgrade";

/** The part of an event that its page decides: from the value of `method` to before that of `registration`. */
export const PAGE_FIELDS: Readonly<Record<Page, string>> = {
  NextSong: `"PUT","page":"NextSong"`,
  Home: `"GET","page":"Home"`,
  Login: `"PUT","page":"Login"`,
  Logout: `"PUT","page":"Logout"`,
  Settings: `"GET","page":"Settings"`,
  "Save Settings": `"PUT","page":"Save Settings"`,
  Help: `"GET","page":"Help"`,
  About: `"GET","page":"About"`,
  Error: `"GET","page":"Error"`,
  Upgrade: `"GET","page":"Upgrade"`,
  "Submit Upgrade": `"PUT","page":"Submit Upgrade"`,
  Downgrade: `"GET","page":"Downgrade"`,
  "Submit Downgrade": `"PUT","page":"Submit Downgrade"`,
};

/** HTTP statuses: a form that was sent redirects, an error is a page that was not found. */
export const PAGE_STATUS: Readonly<Record<Page, 200 | 307 | 404>> = {
  NextSong: 200,
  Home: 200,
  Login: 307,
  Logout: 307,
  Settings: 200,
  "Save Settings": 307,
  Help: 200,
  About: 200,
  Error: 404,
  Upgrade: 200,
  "Submit Upgrade": 307,
  Downgrade: 200,
  "Submit Downgrade": 307,
};

/** Pages with their weights. */
type Next = readonly (readonly [Page, number])[];

/** "Upgrade" stands for the page that offers the other level, whichever that is. */
const LOGGED_IN: Readonly<Record<Page, Next>> = {
  NextSong: [
    ["NextSong", 9350],
    ["Home", 240],
    ["Logout", 130],
    ["Upgrade", 110],
    ["Settings", 60],
    ["Help", 50],
    ["About", 40],
    ["Error", 20],
  ],
  Home: [
    ["NextSong", 90],
    ["Settings", 4],
    ["Logout", 2],
    ["Upgrade", 2],
    ["Home", 1],
    ["About", 1],
  ],
  Login: [["Home", 1]],
  Logout: [["Home", 1]],
  Settings: [
    ["NextSong", 30],
    ["Save Settings", 10],
    ["Home", 4],
    ["Help", 4],
    ["Logout", 3],
  ],
  "Save Settings": [["Home", 1]],
  Help: [
    ["NextSong", 15],
    ["Home", 2],
    ["Help", 1],
  ],
  About: [
    ["NextSong", 2],
    ["Home", 2],
    ["About", 1],
  ],
  Error: [
    ["NextSong", 2],
    ["Home", 1],
  ],
  Upgrade: [
    ["Submit Upgrade", 40],
    ["NextSong", 35],
    ["Home", 25],
  ],
  "Submit Upgrade": [["Home", 1]],
  Downgrade: [
    ["NextSong", 75],
    ["Home", 20],
    ["Submit Downgrade", 5],
  ],
  "Submit Downgrade": [["Home", 1]],
};

const LOGGED_OUT: Next = [
  ["Login", 60],
  ["Home", 25],
  ["About", 10],
  ["Help", 5],
];

/** Returns the page after that one, of somebody who is logged in with that level. */
export function nextPage(page: Page, level: Level, rng: Rng): Page {
  const next = draw(LOGGED_IN[page], rng);
  return next === "Upgrade" && level === "paid" ? "Downgrade" : next;
}

/** Returns the page that somebody asks for next who is not logged in. */
export function nextLoggedOutPage(rng: Rng): Page {
  return draw(LOGGED_OUT, rng);
}

function draw(pages: Next, rng: Rng): Page {
  let total = 0;
  for (const [, weight] of pages) total += weight;
  let left = rng.below(total);
  for (const [page, weight] of pages) {
    left -= weight;
    if (left < 0) return page;
  }
  return "Home";
}
