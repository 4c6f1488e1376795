/** The artists of the catalogue; like songs made on the spot. */
import { LETTERS, scrambledHex } from "./ids.ts";
import { ODDITIES } from "./oddities.ts";
import { createRng, type Rng } from "./rng.ts";
import {
  ADJECTIVES,
  ARTIST_PLACES,
  BOYS,
  FOREIGN_WORDS,
  GIRLS,
  LAST_NAMES,
  NOUNS,
  NUMBER_NAMES,
} from "./words.ts";

/** What one song says of its artist. */
export interface Artist {
  readonly artistId: string;
  /** A number stands in the file without quotes. */
  readonly name: string | number;
  readonly place: string | number;
  /** Degrees, both or neither. */
  readonly latitude: number | null;
  readonly longitude: number | null;
}

const ARTIST_STREAM = 3;
/** The index from which on songs and artists are outside the catalogue. */
export const OUTSIDE_CATALOGUE = 2 ** 31;
// Artists for every song that came before: some make one song, some many; about half as many artists as songs.
const ARTISTS_PER_SONG = 1.2;

/** Returns the artist of a song; `rng` is the song's, and decides whether the song tells it in its own way. */
export function artistAt(seed: number, songIndex: number, rng: Rng): Artist {
  const outside = songIndex >= OUTSIDE_CATALOGUE && !createRng(seed, ARTIST_STREAM, songIndex).chance(0.3);
  const first = outside ? OUTSIDE_CATALOGUE : 0;
  const artists = Math.floor((songIndex % OUTSIDE_CATALOGUE) * ARTISTS_PER_SONG) + 1;
  const artist = createArtist(seed, first + createRng(seed, ARTIST_STREAM + 1, songIndex).below(artists));
  return rng.chance(ODDITIES.artistVariant) ? varyArtist(artist, rng) : artist;
}

function createArtist(seed: number, index: number): Artist {
  const rng = createRng(seed, ARTIST_STREAM + 2, index);
  const located = !rng.chance(ODDITIES.coordinatesMissing);
  return {
    artistId: `AR${rng.text(LETTERS, 5)}118${scrambledHex(index)}`,
    name: nameOf(rng),
    place: placeOf(rng),
    latitude: located ? rng.between(-4_500_000, 6_900_000) / 100_000 : null,
    longitude: located ? rng.between(-12_500_000, 15_500_000) / 100_000 : null,
  };
}

function nameOf(rng: Rng): string | number {
  if (rng.chance(ODDITIES.nameNumber)) return rng.pick(NUMBER_NAMES);
  const noun = rng.chance(ODDITIES.nameForeign) ? rng.pick(FOREIGN_WORDS) : rng.pick(NOUNS);
  const names = [
    () => `The ${rng.pick(ADJECTIVES)} ${noun}s`,
    () => `${rng.pick(ADJECTIVES)} ${noun}`,
    () => `${rng.pick(rng.chance(0.5) ? GIRLS : BOYS)} ${rng.pick(LAST_NAMES)}`,
    () => `${rng.pick(BOYS)} & The ${noun}s`,
    () => `${noun} ${rng.pick(NOUNS)}`,
    () => `DJ ${noun}`,
    () => `${rng.pick(LAST_NAMES)}/${rng.pick(LAST_NAMES)}`,
  ];
  return rng.pick(names)();
}

function placeOf(rng: Rng): string | number {
  if (rng.chance(ODDITIES.placeHtml)) return link(rng);
  if (rng.chance(ODDITIES.placeNumber)) return rng.between(10_000, 99_999);
  return rng.chance(ODDITIES.placeEmpty) ? "" : rng.pick(ARTIST_PLACES);
}

function link(rng: Rng): string {
  const url = `http://${rng.pick(NOUNS).toLowerCase()}.example`;
  const hash = rng.text("0123456789abcdef", 32);
  return (
    `<a href="${url}" onmousedown='UntrustedLink.bootstrap($(this), "${hash}", event)' ` +
    `target="_blank" rel="nofollow">${url}</a>`
  );
}

/** The same artist, told differently: with a guest, or without the place. */
function varyArtist(artist: Artist, rng: Rng): Artist {
  return rng.chance(0.5)
    ? { ...artist, name: `${artist.name} feat. ${rng.pick(GIRLS)} ${rng.pick(LAST_NAMES)}` }
    : { ...artist, place: rng.pick(["", ...ARTIST_PLACES]), latitude: null, longitude: null };
}
