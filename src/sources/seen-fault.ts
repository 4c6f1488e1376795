/** What is wrong with a file, or with one of its rows, as its bytes show it: the words of the warehouse do not tell these apart. */
import { LARGEST_ROW } from "../formats/largest-row.ts";
import { COMMA, JsonScanner, OPEN, OPEN_LIST } from "../formats/json-scanner.ts";
import type { JsonRoot } from "../formats/json-roots.ts";
import { isUnmarkedUtf16, isUtf16 } from "../formats/utf16.ts";
import { wrapperIn } from "../formats/wrapper.ts";
import { isPointer } from "./pointer.ts";
import type { PlainFile } from "./rejected-place.ts";
import { takesKey, takesLists, type JsonTaking } from "./json-taking.ts";

/** What was seen. */
export type SeenFault =
  /** The file is a list of rows, or one of values where objects are wanted. */
  | { readonly kind: "list" | "list of values" }
  /** The rows are in a list, which is the value of this key of one object. */
  | { readonly kind: "wrapped"; readonly key: string }
  /** A comma stands between two rows. */
  | { readonly kind: "comma" }
  /** A byte order mark stands in the middle of the file. */
  | { readonly kind: "mark" }
  /** The file ends inside an object. */
  | { readonly kind: "cut" }
  /** An object is larger than COPY takes. */
  | { readonly kind: "large" }
  /** Keys or texts are not in double quotes. */
  | { readonly kind: "unquoted" }
  | { readonly kind: "utf16" }
  /** The file is what Git holds in place of one that Git LFS holds. */
  | { readonly kind: "pointer" }
  /** A file of text ends inside a row. */
  | { readonly kind: "cut row" }
  /** The file is not of the format that its COPY reads, or ends too early. */
  | { readonly kind: "no parquet" }
  /** The file is of a format of which no row is left out ("COPY from columnar data formats" has no MAXERROR). */
  | { readonly kind: "parquet" };

const PARQUET = "PAR1";
const MARK = "\ufeff";
const MARK_BYTES = 3;

/** Returns what the first bytes of a file show of all of it; undefined where they show nothing. */
export function faultOfFile(bytes: Buffer): SeenFault | undefined {
  if (isPointer(bytes)) return { kind: "pointer" };
  return isUtf16(bytes) || isUnmarkedUtf16(bytes) ? { kind: "utf16" } : undefined;
}

/**
 * Returns what is wrong with a file that a COPY of Parquet has refused: it is none, or no row of it may be left out. A whole one begins and
 * ends with four letters (github.com/apache/parquet-format, "File format").
 * @param bytes its beginning, and its end
 */
export function faultOfParquet({ bytes, whole }: PlainFile): SeenFault {
  const isOne = bytes.toString("latin1", 0, PARQUET.length) === PARQUET;
  const ends = !whole || bytes.toString("latin1", bytes.length - PARQUET.length) === PARQUET;
  return { kind: isOne && ends ? "parquet" : "no parquet" };
}

/** Returns whether a byte order mark stands there, after the first byte of the file: files with marks were joined. */
export function faultAt(bytes: Buffer, at: number): SeenFault | undefined {
  return at > 0 && bytes.toString("utf8", at, at + MARK_BYTES) === MARK ? { kind: "mark" } : undefined;
}

/**
 * Returns what is wrong with a row of JSON that was refused as a whole, or for what it has not; undefined where nothing else is seen than what the warehouse says of it.
 * @param whole whether the bytes are the whole file
 * @param root the row, where it is known
 */
export function faultOfRow(
  { bytes, whole }: PlainFile,
  root: JsonRoot | undefined,
  taking: JsonTaking | undefined,
): SeenFault | undefined {
  const list = takesLists(taking) ? undefined : faultOfList(bytes, startOfText(bytes));
  if (list !== undefined || root === undefined) return list;
  const { kind, start, end, at, what } = root;
  if (kind === "garbage") return bytes[start] === COMMA ? { kind: "comma" } : faultAt(bytes, start);
  const inner = takesLists(taking) ? undefined : faultOfList(bytes, start);
  if (inner !== undefined) return inner;
  const isLarge = end - start > LARGEST_ROW;
  if (kind === "open" && !isLarge) return whole ? { kind: "cut" } : undefined;
  if (kind === "broken" && !isLarge)
    return /in double quotes is expected|a value is expected/.test(what) && isUnquoted(bytes, at)
      ? { kind: "unquoted" }
      : undefined;
  const key = wrapperIn(bytes, start, (name) => takesKey(taking, name));
  if (key !== undefined) return { kind: "wrapped", key };
  return isLarge ? { kind: "large" } : undefined;
}

/** Whether a list begins there, and of what. */
function faultOfList(bytes: Buffer, start: number): SeenFault | undefined {
  if (bytes[start] !== OPEN_LIST) return undefined;
  const scanner = new JsonScanner(bytes, start + 1);
  scanner.space();
  return { kind: bytes[scanner.at] === OPEN ? "list" : "list of values" };
}

/** After a byte order mark and white space. */
function startOfText(bytes: Buffer): number {
  const scanner = new JsonScanner(bytes, bytes.toString("utf8", 0, MARK_BYTES) === MARK ? MARK_BYTES : 0);
  scanner.space();
  return scanner.at;
}

/** A word or a single quote. */
function isUnquoted(bytes: Buffer, at: number): boolean {
  return /[\p{L}_$'‘“`]/u.test(bytes.toString("utf8", at, at + 4).slice(0, 1));
}
