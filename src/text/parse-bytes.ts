/** Amounts of bytes as people type them. */

const AMOUNT = /^(\d+(?:\.\d+)?)\s*([kmgt]?)b$/i;
const UNITS = ["", "k", "m", "g", "t"];

/** Returns bytes for "500 MB", "50GB" or "1.5 TB", in units of 1,000 as `formatBytes` has them; undefined for another text, and for less than one byte. */
export function parseBytes(text: string): number | undefined {
  const [, amount, unit] = AMOUNT.exec(text.trim()) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const bytes = Math.floor(Number(amount) * 1000 ** UNITS.indexOf(unit.toLowerCase()));
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
