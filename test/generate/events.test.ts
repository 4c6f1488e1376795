import { assert, double, integer, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { eventChunks } from "../../src/generate/events.ts";
import { dayStart, defaultSample, type SampleOptions } from "../../src/generate/options.ts";
import { songChunks } from "../../src/generate/songs.ts";

interface Event {
  readonly artist: string | null;
  readonly auth: string;
  readonly firstName: string | null;
  readonly itemInSession: number;
  readonly length: number | null;
  readonly level: string;
  readonly page: string;
  readonly registration: number | null;
  readonly sessionId: number;
  readonly song: string | null;
  readonly ts: number;
  readonly userId: string;
}

const FIELDS =
  "artist auth firstName gender itemInSession lastName length level location method page registration sessionId song status ts userAgent userId";

const DAY = 86_400_000;

/** The lines of each file. */
function filesOf(options: SampleOptions): Map<string, string[]> {
  const files = new Map<string, string>();
  for (const { path, text } of eventChunks(options)) files.set(path, (files.get(path) ?? "") + text);
  return new Map([...files].map(([path, text]) => [path, text.split("\n")]));
}

function eventsOf(options: SampleOptions): Event[] {
  return [...filesOf(options).values()].flat().map((line) => JSON.parse(line) as Event);
}

function bySession(events: readonly Event[]): Event[][] {
  const sessions = new Map<number, Event[]>();
  for (const event of events)
    sessions.set(event.sessionId, [...(sessions.get(event.sessionId) ?? []), event]);
  return [...sessions.values()];
}

const sample = eventsOf(defaultSample);

const someOptions = record({
  events: integer({ min: 1, max: 600 }),
  days: integer({ min: 1, max: 40 }),
  users: integer({ min: 1, max: 40 }),
  songs: integer({ min: 1, max: 40 }),
  seed: nat(),
  matchedShare: double({ min: 0, max: 1, noNaN: true }),
}).map((some): SampleOptions => ({ ...defaultSample, ...some }));

describe("events", () => {
  it("are as many as asked for, in files of a day, in order of time, with the fields of the public data", () => {
    assert(
      property(someOptions, (options) => {
        const start = dayStart(options.firstDay);
        const files = filesOf(options);
        for (const [path, lines] of files) {
          const events = lines.map((line) => JSON.parse(line) as Event);
          const days = events.map((event) => new Date(event.ts).toISOString().slice(0, 10));
          expect([...new Set(days)]).toEqual([/([-\d]+)-events\.json$/.exec(path)?.[1]]);
          expect([...new Set(events.map((event) => Object.keys(event).join(" ")))]).toEqual([FIELDS]);
          expect([...new Set(events.map((event) => event.ts % 1000))]).toEqual([796]);
        }
        const times = [...files.values()].flat().map((line) => (JSON.parse(line) as Event).ts);
        expect(times).toHaveLength(options.events);
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        expect(times[0]).toBeGreaterThanOrEqual(start);
        expect(times.at(-1)).toBeLessThan(start + options.days * DAY);
      }),
      { numRuns: 30 },
    );
  });

  it("form sessions of one user, numbered from 0 without a gap", () => {
    assert(
      property(someOptions, (options) => {
        for (const session of bySession(eventsOf(options))) {
          expect(session.map((event) => event.itemInSession)).toEqual(session.map((_, index) => index));
          expect(new Set(session.map((event) => event.userId).filter((id) => id !== "")).size).toBeLessThan(
            2,
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it("name an artist, a song and a length for every play, and for nothing else", () => {
    const wrong = sample.filter(({ page, artist, song, length }) =>
      [artist, song, length].some((value) => (value !== null) !== (page === "NextSong")),
    );
    expect(wrong).toEqual([]);
  });

  it("know nobody before the login and after the logout", () => {
    const events = sample;
    const nobody = events.filter((event) => event.auth === "Logged Out");
    expect(nobody.length).toBeGreaterThan(events.length * 0.01);
    expect(nobody.length).toBeLessThan(events.length * 0.08);
    const named = events.filter(({ userId, firstName, registration }) =>
      [userId !== "", firstName !== null, registration !== null].includes(true),
    );
    const whole = events.filter(({ userId, firstName, registration }) =>
      [userId !== "", firstName !== null, registration !== null].every(Boolean),
    );
    expect(named).toEqual(events.filter((event) => event.auth === "Logged In"));
    expect(whole).toEqual(named);
  });

  it("change a user's level only by submitting the change", () => {
    const changes = bySession(sample).flatMap((session) =>
      session.flatMap((event, index) => {
        const before = session[index - 1];
        return before === undefined || before.level === event.level ? [] : [`${before.page}: ${event.level}`];
      }),
    );
    expect([...new Set(changes)].sort()).toEqual(["Submit Downgrade: free", "Submit Upgrade: paid"]);
  });

  it("let nobody have two sessions at once", () => {
    const current = new Map<string, number>();
    const ended = new Set<number>();
    const resumed = sample.filter(({ userId, sessionId }) => {
      if (userId === "") return false;
      const before = current.get(userId);
      if (before !== undefined && before !== sessionId) ended.add(before);
      current.set(userId, sessionId);
      return ended.has(sessionId);
    });
    expect(resumed).toEqual([]);
  });

  it("play one song after the other: the next starts when the last is over", () => {
    const pauses = bySession(sample).flatMap((session) =>
      session.flatMap((event, index) => {
        const next = session[index + 1];
        if (event.page !== "NextSong" || next?.page !== "NextSong") return [];
        return [(next.ts - event.ts) / 1000 - Math.floor(event.length ?? 0)];
      }),
    );
    expect([...new Set(pauses)]).toEqual([0]);
  });

  it("match the catalogue in the share of plays that was asked for", () => {
    for (const matchedShare of [0, 0.6, 1]) {
      const options = { ...defaultSample, matchedShare };
      const songs = [...songChunks(options)].map(
        ({ text }) => JSON.parse(text) as { title: unknown; artist_name: unknown },
      );
      const catalogue = new Set(songs.map((song) => `${String(song.title)}\n${String(song.artist_name)}`));
      const plays = eventsOf(options).filter((event) => event.page === "NextSong");
      const matched = plays.filter((play) => catalogue.has(`${play.song}\n${play.artist}`));
      expect(Math.abs(matched.length / plays.length - matchedShare)).toBeLessThan(0.02);
    }
  });

  it("have the oddities of the public data: floats, mojibake, shared times", () => {
    const lines = [...filesOf(defaultSample).values()].flat();
    const events = lines.map((line) => JSON.parse(line) as Event);
    const plays = events.filter((event) => event.page === "NextSong");
    const someone = lines.filter((line) => !line.includes('"registration":null'));
    expect(someone.every((line) => /"registration":\d{13}\.0,/.test(line))).toBe(true);
    expect(lines.every((line) => /^[\x20-\x7e]*$/.test(line))).toBe(true);

    const mangled = plays.filter(({ song, artist }) => /[^\x20-\x7e]/.test(`${song}${artist}`));
    expect(mangled.length / plays.length).toBeGreaterThan(0.01);
    expect(mangled.length / plays.length).toBeLessThan(0.09);
    // Read back twice, each of them is text again.
    const unmangle = (text: string): string => Buffer.from(text, "latin1").toString("utf8");
    for (const { song, artist } of mangled) {
      expect(unmangle(unmangle(`${song}${artist}`))).not.toMatch(/[\u0080-\u009f\ufffd]/);
    }

    const users = new Map<number, Set<string>>();
    for (const play of plays) users.set(play.ts, (users.get(play.ts) ?? new Set()).add(play.userId));
    expect([...users.values()].filter((shared) => shared.size > 1).length).toBeGreaterThan(0);
  });
});
