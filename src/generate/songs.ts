/** The catalogue: song `index` of a seed, made on the spot, so that no catalogue is held in memory. */
import { artistAt, type Artist } from "./artists.ts";
import { CHUNK_LENGTH, type Chunk } from "./chunk.ts";
import { jsonText } from "./json-text.ts";
import { ODDITIES } from "./oddities.ts";
import type { SampleOptions } from "./options.ts";
import { createRng } from "./rng.ts";
import { LETTERS, scrambledHex } from "./ids.ts";
import { ADJECTIVES, EDITIONS, FOREIGN_WORDS, NOUNS, NUMBER_NAMES, VERBS } from "./words.ts";

/** A song of the catalogue, or one that the catalogue does not hold. */
export interface Song {
  /** As in `TRAABCD128F1234567`: names the file and its folders. */
  readonly trackId: string;
  readonly songId: string;
  /** A number stands in the file without quotes. */
  readonly title: string | number;
  readonly artist: Artist;
  /** In units of 10 microseconds, so that sums and texts are exact. */
  readonly duration: number;
  /** 0 is unknown. */
  readonly year: number;
}

/** Streams of random numbers; see `createRng`. */
const SONG = 1;
const TITLE = 2;

/**
 * Returns song `index` of the seed. From OUTSIDE_CATALOGUE on they are songs that exist but that the catalogue does not
 * hold.
 */
export function songAt(seed: number, index: number): Song {
  const rng = createRng(seed, SONG, index);
  const original = index > 0 && rng.chance(ODDITIES.reissue) ? index - 1 : index;
  const letters = rng.text(LETTERS, 5);
  const number = scrambledHex(index);
  // A letter more in the folders for every 20,000 songs, as the public files are the A of a larger set.
  const shelf = LETTERS[Math.floor(index / 20_000) % LETTERS.length];
  return {
    trackId: `TR${shelf}${rng.text(LETTERS, 4)}12${rng.pick(["8F", "9F", "03"])}${number.slice(1)}`,
    songId: `SO${letters}12A${number}`,
    title: titleAt(seed, original),
    artist: artistAt(seed, original, rng),
    duration: durationOf(rng.below(1000), rng.below(100_000)),
    year: rng.chance(ODDITIES.yearUnknown) ? 0 : 2010 - Math.min(rng.below(56), rng.below(56)),
  };
}

/** The song as the public files write it: one object, no newline. */
function renderSong(song: Song): string {
  const { artist } = song;
  return (
    `{"artist_id":"${artist.artistId}","artist_latitude":${artist.latitude},"artist_location":${renderValue(artist.place)},` +
    `"artist_longitude":${artist.longitude},"artist_name":${renderValue(artist.name)},"duration":${formatSeconds(song.duration)},` +
    `"num_songs":1,"song_id":"${song.songId}","title":${renderValue(song.title)},"year":${song.year}}`
  );
}

/**
 * Returns the whole catalogue, in files named after their first song. Memory does not grow with the number of songs.
 */
export function* songChunks(options: SampleOptions): Generator<Chunk> {
  const { seed, songs, songsPerFile } = options;
  let path = "";
  let text = "";
  let rows = 0;
  for (let index = 0; index < songs; index++) {
    const song = songAt(seed, index);
    const another = index % songsPerFile === 0;
    if (rows > 0 && (another || text.length >= CHUNK_LENGTH)) {
      yield { path, text, rows };
      text = "";
      rows = 0;
    }
    if (another) path = fileOf(song.trackId);
    else text += "\n";
    text += renderSong(song);
    rows++;
  }
  yield { path, text, rows };
}

/** `song_data/A/B/C/TRABC….json` */
function fileOf(trackId: string): string {
  return `song_data/${trackId[2]}/${trackId[3]}/${trackId[4]}/${trackId}.json`;
}

/**
 * Returns a duration (in units of 10 microseconds) as it stands in songs and events: seconds with up to five digits
 * after the point.
 */
export function formatSeconds(duration: number): string {
  return String(duration / 100_000);
}

// Marks between which durations lie evenly, in seconds; those of the public catalogue, cut off at nine minutes.
const DURATION_MARKS = [30, 112, 150, 175, 196, 214, 231, 249, 270, 300, 355, 540];

function durationOf(permille: number, fraction: number): number {
  const steps = DURATION_MARKS.length - 1;
  const step = Math.floor((permille * steps) / 1000);
  const low = DURATION_MARKS[step] as number;
  const high = DURATION_MARKS[step + 1] as number;
  const within = permille - (step * 1000) / steps;
  return Math.floor(low + ((high - low) * within * steps) / 1000) * 100_000 + fraction;
}

function titleAt(seed: number, index: number): string | number {
  const rng = createRng(seed, TITLE, index);
  if (rng.chance(ODDITIES.titleNumber)) return rng.pick(NUMBER_NAMES);
  const foreign = rng.chance(ODDITIES.titleForeign);
  const noun = foreign ? rng.pick(FOREIGN_WORDS) : rng.pick(NOUNS);
  const title = [
    () => `${rng.pick(ADJECTIVES)} ${noun}`,
    () => `${rng.pick(VERBS)} The ${noun}`,
    () => `${rng.pick(VERBS)} Me ${rng.pick(ADJECTIVES)} ${noun}`,
    () => `${noun} And ${rng.pick(NOUNS)}`,
    () => `Don't ${rng.pick(VERBS)} My ${noun}`,
    () => `${noun} / ${rng.pick(ADJECTIVES)} ${rng.pick(NOUNS)}`,
    () => `The "${noun}" Of ${rng.pick(ADJECTIVES)} ${rng.pick(NOUNS)}`,
    () => `${rng.pick(ADJECTIVES)} ${rng.pick(ADJECTIVES)} ${noun}`,
  ];
  const text = rng.pick(title)();
  return rng.chance(0.15) ? `${text} ${rng.pick(EDITIONS)}` : text;
}

function renderValue(value: string | number): string {
  return typeof value === "number" ? String(value) : jsonText(value);
}
