/** NUMERIC in binary as PostgreSQL sends it (its numeric.c, numeric_send): digits to the base of 10,000 with a weight, a sign and a scale. */
import { WarehouseError } from "../errors.ts";

const NEGATIVE = 0x4000;
const NAN = 0xc000;
/** Decimal digits in one of the base. */
const GROUP = 4;

/** Returns a number, digits with a sign and a point, in binary. */
export function encodeNumeric(text: string): Buffer {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  if (sign === undefined) return header(0, 0, NAN, 0);
  const before = whole.padStart(Math.ceil(whole.length / GROUP) * GROUP, "0");
  const behind = fraction.padEnd(Math.ceil(fraction.length / GROUP) * GROUP, "0");
  const groups = (before + behind).match(/\d{4}/g) ?? [];
  const first = groups.findIndex((group) => group !== "0000");
  const last = groups.findLastIndex((group) => group !== "0000");
  const kept = first === -1 ? [] : groups.slice(first, last + 1);
  const weight = first === -1 ? 0 : before.length / GROUP - 1 - first;
  const digits = Buffer.alloc(2 * kept.length);
  for (const [at, group] of kept.entries()) digits.writeUInt16BE(Number(group), 2 * at);
  const isNegative = sign === "-" && kept.length > 0;
  return Buffer.concat([header(kept.length, weight, isNegative ? NEGATIVE : 0, fraction.length), digits]);
}

/** Returns the text of a number. @throws WarehouseError 22P03 for bytes that are none. */
export function decodeNumeric(bytes: Buffer): string {
  const count = bytes.length < 8 ? -1 : bytes.readUInt16BE(0);
  if (bytes.length !== 8 + 2 * count)
    throw new WarehouseError("incorrect binary data format", { sqlState: "22P03" });
  const [weight, sign, scale] = [bytes.readInt16BE(2), bytes.readUInt16BE(4), bytes.readUInt16BE(6)];
  if (sign !== 0 && sign !== NEGATIVE) return "NaN";
  const digit = (at: number): string => {
    const inside = at >= 0 && at < count;
    return String(inside ? bytes.readUInt16BE(8 + 2 * at) : 0).padStart(GROUP, "0");
  };
  const from = (start: number, groups: number): string =>
    Array.from({ length: groups }, (_, at) => digit(start + at)).join("");
  const whole = from(0, Math.max(weight + 1, 0)).replace(/^0+(?=\d)/, "") || "0";
  const fraction = from(weight + 1, Math.ceil(scale / GROUP)).slice(0, scale);
  return `${sign === NEGATIVE ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

function header(count: number, weight: number, sign: number, scale: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(count, 0);
  bytes.writeInt16BE(weight, 2);
  bytes.writeUInt16BE(sign, 4);
  bytes.writeUInt16BE(scale, 6);
  return bytes;
}
