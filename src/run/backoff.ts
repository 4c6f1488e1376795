/** How long to wait before a run is tried again; pure. */

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * Milliseconds to wait after the attempt (from 1) that failed: doubled every time up to a minute, of which half is left
 * to chance, so that jobs that failed together do not come back together. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
