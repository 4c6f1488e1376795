/** Intervals in binary format: microseconds, days and months, each by itself (PostgreSQL's interval_send). */
import { WarehouseError } from "../errors.ts";

const MICROS = 1_000_000n;
const PART = /([+-]?\d+)\s*(years?|mons?|months?|days?)|([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?/g;

/** Months, or undefined for days, of one of these. */
const MONTHS: Readonly<Record<string, number>> = { y: 12, m: 1 };

/** Returns the bytes of an interval in PostgreSQL's own form: `1 year 2 mons 3 days 04:05:06`. */
export function encodeInterval(text: string): Buffer {
  let micros = 0n;
  let days = 0;
  let months = 0;
  for (const [, count, unit = "", sign, hours, minutes, seconds, fraction = ""] of text.matchAll(PART)) {
    if (count === undefined) {
      const whole = BigInt(hours ?? 0) * 3600n + BigInt(minutes ?? 0) * 60n + BigInt(seconds ?? 0);
      const all = whole * MICROS + BigInt(fraction.padEnd(6, "0"));
      micros += sign === "-" ? -all : all;
    } else if (unit.startsWith("d")) days += Number(count);
    else months += Number(count) * (MONTHS[unit[0] ?? ""] ?? 0);
  }
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(micros, 0);
  bytes.writeInt32BE(days, 8);
  bytes.writeInt32BE(months, 12);
  return bytes;
}

/** Returns an interval as a text that a literal takes. @throws WarehouseError 22P03 for bytes that are none. */
export function decodeInterval(bytes: Buffer): string {
  if (bytes.length !== 16) throw new WarehouseError("incorrect binary data format", { sqlState: "22P03" });
  const micros = bytes.readBigInt64BE(0);
  const [sign, size] = micros < 0n ? ["-", -micros] : ["", micros];
  const two = (value: bigint): string => String(value).padStart(2, "0");
  const seconds = size / MICROS;
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  const fraction = String(size % MICROS).padStart(6, "0");
  return `${bytes.readInt32BE(12)} months ${bytes.readInt32BE(8)} days ${sign}${clock}.${fraction}`;
}
