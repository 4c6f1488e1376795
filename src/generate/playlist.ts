/** What can be played, rendered once: the best known songs of the catalogue, and songs that it does not hold. */
import { OUTSIDE_CATALOGUE } from "./artists.ts";
import { jsonText, mojibake } from "./json-text.ts";
import { ODDITIES } from "./oddities.ts";
import { createRng, type Rng } from "./rng.ts";
import { formatSeconds, songAt, type Song } from "./songs.ts";

/** The parts of an event that come from its song. */
export interface RenderedSong {
  /** From the start of the object to before `auth`. */
  readonly artist: string;
  /** The value of `length`. */
  readonly length: string;
  /** From `song` to before the value of `status`. */
  readonly title: string;
  /** Whole seconds, after which the player goes on. */
  readonly seconds: number;
}

/** The parts of an event that is not a play. */
export const NO_SONG: RenderedSong = {
  artist: `{"artist":null`,
  length: "null",
  title: `,"song":null,"status":`,
  seconds: 0,
};

/** Songs on either side of the catalogue that anybody plays; a bound on memory, and popularity is like that. */
const PLAYABLE = 20_000;
const PLAY = 7;

/** Songs to play, picked at random, the best known ones most often. */
export interface Playlist {
  pick(rng: Rng): RenderedSong;
}

/**
 * Returns the songs that are played when the catalogue holds `songs`; `matchedShare`, 0 to 1, is the share of plays
 * whose song the catalogue holds.
 */
export function createPlaylist(seed: number, songs: number, matchedShare: number): Playlist {
  const matched: RenderedSong[] = [];
  const unmatched: RenderedSong[] = [];
  const foreign: RenderedSong[] = [];
  for (let index = 0; index < Math.min(songs, PLAYABLE); index++) {
    const song = songAt(seed, index);
    (isAscii(song) ? matched : foreign).push(renderPlay(seed, song, index));
    unmatched.push(renderPlay(seed, songAt(seed, OUTSIDE_CATALOGUE + index), OUTSIDE_CATALOGUE + index));
  }
  return {
    pick(rng) {
      if (rng.chance(matchedShare) && matched.length > 0) return pickPopular(matched, rng);
      if (rng.chance(ODDITIES.playForeign) && foreign.length > 0) return pickPopular(foreign, rng);
      return pickPopular(unmatched, rng);
    },
  };
}

/** The product of two even numbers lies near 0 more often than not: a few favourites and a long tail. */
function pickPopular<T>(list: readonly T[], rng: Rng): T {
  return list[rng.below(rng.below(list.length) + 1)] as T;
}

function isAscii(song: Song): boolean {
  return /^[\x20-\x7e]*$/.test(`${song.title}${song.artist.name}`);
}

function renderPlay(seed: number, song: Song, index: number): RenderedSong {
  const rng = createRng(seed, PLAY, index);
  const length = rng.chance(ODDITIES.otherLength)
    ? song.duration + rng.between(-300_000, 300_000)
    : song.duration;
  return {
    artist: `{"artist":${jsonText(mojibake(String(song.artist.name)))}`,
    length: formatSeconds(length),
    title: `,"song":${jsonText(mojibake(String(song.title)))},"status":`,
    seconds: Math.floor(length / 100_000),
  };
}
