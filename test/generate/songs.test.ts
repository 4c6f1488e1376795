import { describe, expect, it } from "vitest";
import { ODDITIES } from "../../src/generate/oddities.ts";
import { defaultSample } from "../../src/generate/options.ts";
import { songChunks } from "../../src/generate/songs.ts";

interface Song {
  readonly artist_id: string;
  readonly artist_latitude: number | null;
  readonly artist_location: string | number;
  readonly artist_longitude: number | null;
  readonly artist_name: string | number;
  readonly duration: number;
  readonly num_songs: number;
  readonly song_id: string;
  readonly title: string | number;
  readonly year: number;
}

const FIELDS =
  "artist_id artist_latitude artist_location artist_longitude artist_name duration num_songs song_id title year";

const COUNT = 15_000;
const texts = [...songChunks({ ...defaultSample, songs: COUNT })].map((chunk) => chunk.text);
const songs = texts.map((text) => JSON.parse(text) as Song);

/** The share of songs of which it is true. */
function share(of: (song: Song) => boolean): number {
  return songs.filter(of).length / COUNT;
}

describe("songs", () => {
  it("have the fields of the public data, in their order, and ids of their form", () => {
    expect([...new Set(songs.map((song) => Object.keys(song).join(" ")))]).toEqual([FIELDS]);
    expect(share((song) => /^SO[A-Z]{5}12A[0-9A-F]{8}$/.test(song.song_id))).toBe(1);
    expect(share((song) => /^AR[A-Z]{5}118[0-9A-F]{8}$/.test(song.artist_id))).toBe(1);
    expect(share((song) => song.duration >= 30 && song.duration < 541)).toBe(1);
    expect(share((song) => (song.artist_latitude === null) === (song.artist_longitude === null))).toBe(1);
    expect(new Set(songs.map((song) => song.song_id)).size).toBe(COUNT);
  });

  it("are the same songs however many are asked for", () => {
    const first = [...songChunks({ ...defaultSample, songs: 10 })].map((chunk) => chunk.text);
    expect(first).toEqual(texts.slice(0, 10));
  });

  it("lack years, places and coordinates as often as the public ones", () => {
    expect(share((song) => song.year === 0)).toBeCloseTo(ODDITIES.yearUnknown, 1);
    expect(share((song) => song.artist_location === "")).toBeCloseTo(ODDITIES.placeEmpty, 1);
    expect(share((song) => song.artist_latitude === null)).toBeCloseTo(ODDITIES.coordinatesMissing, 1);
  });

  it.each(["title", "artist_name", "artist_location"] as const)(
    "have a number for %s, now and then",
    (field) => {
      const numbers = share((song) => typeof song[field] === "number");
      expect(numbers).toBeGreaterThan(0);
      expect(numbers).toBeLessThan(0.02);
    },
  );

  it("have raw HTML for a place, now and then", () => {
    const links = share((song) => String(song.artist_location).startsWith("<a href="));
    expect(links).toBeGreaterThan(0);
    expect(links).toBeLessThan(0.02);
  });

  it("are ASCII with escapes, as far as they are not", () => {
    expect(texts.every((text) => /^[\x20-\x7e]*$/.test(text))).toBe(true);
    const escaped = texts.filter((text) => /\\u[0-9a-f]{4}/.test(text)).length / COUNT;
    expect(escaped).toBeGreaterThan(0.02);
    expect(escaped).toBeLessThan(0.12);
    expect(texts.some((text) => text.includes(String.raw`\/`))).toBe(true);
    expect(texts.some((text) => text.endsWith("\n"))).toBe(false);
  });

  it("disagree on some of their artists", () => {
    const variants = new Map<string, Set<string>>();
    for (const song of songs) {
      const told = `${song.artist_name}|${song.artist_location}`;
      variants.set(song.artist_id, (variants.get(song.artist_id) ?? new Set()).add(told));
    }
    expect(variants.size / COUNT).toBeCloseTo(0.5, 1);
    const disagreeing = [...variants.values()].filter((told) => told.size > 1).length / variants.size;
    expect(disagreeing).toBeGreaterThan(0.01);
    expect(disagreeing).toBeLessThan(0.1);
  });

  it("come again under another id, now and then, so that a play has several candidates", () => {
    const names = new Set(songs.map((song) => `${song.title}\n${song.artist_name}`));
    const again = 1 - names.size / COUNT;
    expect(again).toBeGreaterThan(ODDITIES.reissue / 2);
    expect(again).toBeLessThan(ODDITIES.reissue * 2);
  });
});
