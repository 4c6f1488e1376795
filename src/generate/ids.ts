/** Ids that look random and never repeat. */

/** The alphabet of ids: 26 capital letters. */
export const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Returns eight hexadecimal digits, another eight for every whole number below 2^32: an odd factor only shuffles them.
 */
export function scrambledHex(index: number): string {
  return (Math.imul(index + 0x51ed, 0x9e3779b1) >>> 0).toString(16).toUpperCase().padStart(8, "0");
}

/**
 * Returns a whole number from 1 on, another for every index from 0 on, shuffled within every thousand or so: sessions
 * are not numbered in order of time.
 */
export function shuffledNumber(index: number): number {
  const block = 1024;
  const within = index % block;
  return index - within + ((within * 389) % block) + 1;
}
