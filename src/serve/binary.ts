/**
 * Values in binary format, as PostgreSQL sends them: numbers, truth, texts, dates, moments, bytes and arrays of the catalogue. Amazon's drivers have formats of
 * their own for some of these (NUMERIC, TIME), and ask for them as text once they are told that the server has their first protocol:
 * aws/amazon-redshift-python-driver, core.py and utils/type_utils.py.
 */
import { WarehouseError } from "../errors.ts";
import { decodeInterval, encodeInterval } from "./binary-interval.ts";
import { decodeNumeric, encodeNumeric } from "./binary-numeric.ts";
import { arrayElements } from "../text/split-array.ts";
import { decodeText } from "./frontend.ts";

/** How a value is sent, and read, by the object id of its type. */
interface Form {
  readonly encode: (text: string) => Buffer;
  readonly decode: (bytes: Buffer) => string;
}

const plain: Form = { encode: (text) => Buffer.from(text), decode: decodeText };

function incorrect(): WarehouseError {
  return new WarehouseError("incorrect binary data format", { sqlState: "22P03" });
}

const number = (
  size: number,
  write: (bytes: Buffer, text: string) => number,
  read: (bytes: Buffer) => number | bigint,
): Form => ({
  encode(text) {
    const bytes = Buffer.alloc(size);
    write(bytes, text);
    return bytes;
  },
  decode(bytes) {
    if (bytes.length === size) return String(read(bytes));
    throw incorrect();
  },
});

const int8 = number(
  8,
  (bytes, text) => bytes.writeBigInt64BE(BigInt(text)),
  (bytes) => bytes.readBigInt64BE(),
);
const int4 = number(
  4,
  (bytes, text) => bytes.writeInt32BE(Number(text)),
  (bytes) => bytes.readInt32BE(),
);

/** Days from the beginning of 2000. */
const date: Form = {
  encode: (text) => {
    const [, day, before = ""] = /^(\S+)( BC)?$/.exec(text) ?? [];
    return int4.encode(String(microsOf(`${day ?? ""} 00:00:00${before}`) / DAY));
  },
  decode: (bytes) => momentOf(BigInt(int4.decode(bytes)) * DAY).slice(0, "0000-00-00".length),
};

/** Microseconds from midnight. */
const time: Form = {
  encode: (text) => int8.encode(String(microsOf(`2000-01-01 ${text}`))),
  decode: (bytes) => momentOf(BigInt(int8.decode(bytes))).slice("0000-00-00 ".length),
};

/** Microseconds from midnight, and the seconds that the zone is behind UTC (PostgreSQL's timetz_send). */
const timetz: Form = {
  encode: (text) => {
    const [, clock = "", sign, hours = "0", minutes = "0"] =
      /^([\d:.]+)(?:([+-])(\d\d):?(\d\d)?)?$/.exec(text) ?? [];
    const seconds = Number(hours) * 3600 + Number(minutes) * 60;
    return Buffer.concat([time.encode(clock), int4.encode(String(sign === "-" ? seconds : -seconds))]);
  },
  decode: (bytes) => {
    if (bytes.length !== 12) throw incorrect();
    const behind = bytes.readInt32BE(8);
    const digits = (value: number): string => String(Math.floor(value)).padStart(2, "0");
    const zone = `${digits(Math.abs(behind) / 3600)}:${digits((Math.abs(behind) / 60) % 60)}`;
    return `${time.decode(bytes.subarray(0, 8))}${behind > 0 ? "-" : "+"}${zone}`;
  },
};

/** Sixteen bytes, which is a text in a warehouse that has no such type (Developer Guide, "Unsupported PostgreSQL data types"). */
const uuid: Form = {
  encode: (text) => Buffer.from(text.replaceAll("-", ""), "hex"),
  decode: (bytes) => {
    if (bytes.length !== 16) throw incorrect();
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  },
};

/** A text of hexadecimal digits on the other side, with or without Postgres' \x before them. */
const bytea: Form = {
  encode: (text) => Buffer.from(text.replace(/^\\x/, ""), "hex"),
  decode: (bytes) => `\\x${bytes.toString("hex")}`,
};

const moment: Form = {
  encode: (text) => int8.encode(String(microsOf(text))),
  decode: (bytes) => momentOf(BigInt(int8.decode(bytes))),
};

const uint4 = number(
  4,
  (bytes, text) => bytes.writeUInt32BE(Number(text)),
  (bytes) => bytes.readUInt32BE(),
);

/** Types of arrays, and those of their elements: what the catalogue has. */
const ELEMENTS: ReadonlyMap<number, number> = new Map([
  [1003, 19],
  [1005, 21],
  [1007, 23],
  [1015, 1043],
  [1028, 26],
]);

const FORMS: ReadonlyMap<number, Form> = new Map([
  [
    16,
    { encode: (text) => Buffer.of(text === "t" ? 1 : 0), decode: (bytes) => (bytes[0] === 0 ? "f" : "t") },
  ],
  [17, bytea],
  [19, plain],
  [20, int8],
  [
    21,
    number(
      2,
      (bytes, text) => bytes.writeInt16BE(Number(text)),
      (bytes) => bytes.readInt16BE(),
    ),
  ],
  [23, int4],
  [25, plain],
  [26, uint4],
  [
    700,
    number(
      4,
      (bytes, text) => bytes.writeFloatBE(Number(text)),
      (bytes) => bytes.readFloatBE(),
    ),
  ],
  [
    701,
    number(
      8,
      (bytes, text) => bytes.writeDoubleBE(Number(text)),
      (bytes) => bytes.readDoubleBE(),
    ),
  ],
  [705, plain],
  [1042, plain],
  [1043, plain],
  [1082, date],
  [1083, time],
  [1114, moment],
  [1184, { ...moment, decode: (bytes) => `${moment.decode(bytes)}+00` }],
  [1186, { encode: encodeInterval, decode: decodeInterval }],
  [1266, timetz],
  [2950, uuid],
  [4000, plain],
  [1700, { encode: encodeNumeric, decode: decodeNumeric }],
]);

/** Whether values of a type have a form here. */
export function hasBinaryForm(type: number): boolean {
  return FORMS.has(type);
}

/** Returns a value in binary format. @param type the object id of its type @throws WarehouseError 0A000 for a type that has none here. */
export function encodeBinary(type: number, text: string): Buffer {
  const element = ELEMENTS.get(type);
  return element === undefined ? formOf(type).encode(text) : encodeArray(element, arrayElements(text));
}

/** One dimension, counted from 1: PostgreSQL's array_send. */
function encodeArray(type: number, elements: readonly (string | null)[]): Buffer {
  const words = (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [at, value] of values.entries()) bytes.writeInt32BE(value, 4 * at);
    return bytes;
  };
  const hasNull = elements.includes(null) ? 1 : 0;
  if (elements.length === 0) return words(0, 0, type);
  const parts = elements.map((element) => {
    if (element === null) return words(-1);
    const bytes = formOf(type).encode(element);
    return Buffer.concat([words(bytes.length), bytes]);
  });
  return Buffer.concat([words(1, hasNull, type, elements.length, 1), ...parts]);
}

/** Returns a value as text. @param type as in `encodeBinary` @throws WarehouseError 0A000 for a type that has no form here, 22P03 for bytes that are none of it. */
export function decodeBinary(type: number, bytes: Buffer): string {
  return formOf(type).decode(bytes);
}

function formOf(type: number): Form {
  const form = FORMS.get(type);
  if (form !== undefined) return form;
  throw new WarehouseError(`values of type ${type} in binary format are not supported`, {
    sqlState: "0A000",
    hint: "let the driver use text format",
  });
}

/** Microseconds to the beginning of 2000, from which PostgreSQL counts. */
const TO_2000 = 946_684_800_000_000n;
const MICROS = 1_000_000n;
const DAY = 86_400n * MICROS;
const MOMENT = /^(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:\+00)?( BC)?$/;

function microsOf(text: string): bigint {
  const [, year, month, day, hour, minute, second, fraction = "", before] = MOMENT.exec(text) ?? [];
  const midnight = new Date(0).setUTCFullYear(
    before === undefined ? Number(year) : 1 - Number(year),
    Number(month) - 1,
    Number(day),
  );
  const seconds =
    BigInt(midnight / 1000) + BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second));
  return seconds * MICROS + BigInt(fraction.padEnd(6, "0")) - TO_2000;
}

function momentOf(micros: bigint): string {
  const all = micros + TO_2000;
  const fraction = ((all % MICROS) + MICROS) % MICROS;
  const text = new Date(Number((all - fraction) / 1000n)).toISOString();
  return `${text.slice(0, -5).replace("T", " ")}.${String(fraction).padStart(6, "0")}`;
}
