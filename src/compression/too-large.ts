/** More than is held in memory. */

/** Plain bytes that one file may mean where it is held whole: a thousand times as many as it has itself are easily written. */
export const LARGEST_PLAIN = 512 * 1024 * 1024;

/** Compressed bytes that mean more than was asked for. They may be whole all the same: in parts they can be read. */
export class TooLarge extends Error {
  constructor(most: number) {
    super(`more than ${most} bytes`);
    this.name = "TooLarge";
  }
}
