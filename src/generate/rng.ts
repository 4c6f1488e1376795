/**
 * Random numbers that are the same on every machine: sfc32 (Chris Doty-Humphrey, PractRand), seeded by whole numbers. Only
 * integer arithmetic and IEEE multiplication are used, never Math.pow, log or sin, whose last bits are up to the engine.
 */

/** A stream of random numbers; every call moves it on. */
export interface Rng {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in this share of cases, 0 to 1. */
  chance(share: number): boolean;
  /** One of the list, which is not empty. */
  pick<T>(list: readonly T[]): T;
  /** As many characters of the alphabet. */
  text(alphabet: string, length: number): string;
}

const TWO_32 = 4_294_967_296;
// Rounds after which the seed has reached every bit of the state.
const WARM_UP = 12;

/**
 * Returns the generator of one stream of one seed. Each thing that is made has its own stream (`stream`, `index`), so that song 7 is
 * the same song however many songs, users or events are asked for.
 */
export function createRng(seed: number, stream: number, index = 0): Rng {
  let a = seed >>> 0;
  let b = (Math.floor(seed / TWO_32) ^ Math.imul(stream, 0x9e3779b9)) | 0;
  let c = index | 0;
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let round = 0; round < WARM_UP; round++) next();

  function below(limit: number): number {
    return Math.floor((next() / TWO_32) * limit);
  }
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (share) => next() < share * TWO_32,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    text(alphabet, length) {
      let text = "";
      for (let at = 0; at < length; at++) text += alphabet[below(alphabet.length)];
      return text;
    },
  };
}
