/** COPY's load errors: codes and texts (Database Developer Guide, "Load error reference"). */

/** What is wrong with a value or a row, as `stl_load_errors` tells it. */
export interface LoadError {
  readonly code: number;
  /** At most 100 characters, as in `stl_load_errors.err_reason`. */
  readonly reason: string;
  /** Where in the value, counted from 0. */
  readonly position: number;
  /** Whether the COPY fails whatever MAXERROR says. */
  readonly fatal?: boolean;
  /** What a person does about it, where it is not a fault of a row. */
  readonly next?: string;
  /** The reason in full, where it may be longer. */
  readonly context?: string;
}

function loadError(code: number, reason: string, position = 0): LoadError {
  return { code, reason: reason.slice(0, 100), position };
}

/** Returns the error of a null in a NOT NULL column. */
export const missingNotNull = (): LoadError => loadError(1213, "Missing data for not-null field");
/** Returns the error of a text that is longer than its column. */
export const tooLong = (): LoadError => loadError(1204, "String length exceeds DDL length");
/** Returns the error of a text that is not a timestamp of this format. */
export const invalidTimestamp = (format: string): LoadError =>
  loadError(1206, `Invalid timestamp format or value [${format}]`);
/** Returns the error of a text that is not a date of this format. */
export const invalidDate = (format: string): LoadError =>
  loadError(1205, `Invalid date format or value [${format}]`);
/** Returns the error of a text that is not a time of day. */
export const invalidTime = (): LoadError => loadError(1206, "Invalid time format or value [HH24:MI:SS]");
/** Returns the error of a text that is not a boolean. */
export const invalidBoolean = (): LoadError => loadError(1210, "Unknown boolean format");
/** Returns the error of a value that SUPER does not hold, and why. */
export const invalidSuper = (says: string): LoadError => loadError(1224, says);
/** Returns the error of a NUL character at this position: without NULL AS it makes a COPY fail ("Preparing your input data"). */
export const nulCharacter = (position: number): LoadError =>
  loadError(1218, "The NUL character (\\u0000) cannot be loaded", position);
/** Returns the error of a null in an identity column (EXPLICIT_IDS). */
export const invalidIdentity = (): LoadError => loadError(1217, "Invalid value for an identity column");
/** Returns the error of a number that its type, by Redshift's short name, cannot hold. */
export const overflow = (type: string): LoadError => loadError(1222, `Overflow, Type: ${type}`);
/** Returns the error of a number beyond the range of its floating-point type. */
export const outOfRange = (type: string): LoadError => loadError(1204, `Value out of range, Type: ${type}`);

/** Returns the error of a character of several bytes, in hex, for CHAR ("Multibyte character load errors"). */
export const notSingleByte = (hex: string, position: number): LoadError =>
  loadError(
    1220,
    `Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: ${hex}`,
    position,
  );

/**
 * Returns the error of bytes, in hex, that are not UTF-8; `kind` is the manual's number for what is wrong with them
 * ("Multibyte character load errors").
 */
export const invalidUtf8 = (hex: string, kind: number, position: number): LoadError =>
  loadError(
    1220,
    `String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ${hex} (error ${kind})`,
    position,
  );

/** Returns the error of the character at this position, which no number of this type has. */
export function invalidDigit(value: string, position: number, type: string, code = 1207): LoadError {
  const character = value[position] ?? "";
  return loadError(code, `Invalid digit, Value '${character}', Pos ${position}, Type: ${type}`, position);
}

/** Returns the error of a line without anything in it. */
export const noData = (): LoadError => loadError(1211, "Input line contained no data");
/** Returns the error of a row with more fields than there are columns. */
export const extraColumns = (): LoadError => loadError(1202, "Extra column(s) found");
/** Returns the error of a row that ends where another field is expected ("System tables for troubleshooting data loads" shows code and words). */
export const delimiterMissing = (): LoadError => loadError(1214, "Delimiter not found");

/**
 * Returns the error of a quotation mark where none may be, or of one that is not closed; for CSV in the words and with the code that
 * Redshift's users report (the guide's list has no code of its own for it).
 */
export const badQuotes = (csv: boolean, position: number): LoadError =>
  loadError(
    1214,
    csv ? "Invalid quote formatting for CSV" : "Quotation mark without a closing one",
    position,
  );

/** Returns the error of a carriage return that no newline follows (github.com/snowplow/snowplow, issue 259). */
export const missingNewline = (byte: number, position: number): LoadError =>
  loadError(
    1216,
    `Missing newline: Unexpected character 0x${byte.toString(16).padStart(2, "0")} found at location ${position}`,
    position,
  );

/** Returns the error of a row of more than 4 MB ("COPY": the maximum size of a single input row). */
export const rowTooLarge = (): LoadError => loadError(1216, "Input row of more than 4 MB");

/**
 * Returns the error of a file that is not compressed as COPY is told, or that is not whole. It is not a fault of a row: how many rows are missing
 * nobody knows, and so the COPY fails.
 */
export const notCompressed = (compression: string): LoadError => ({
  ...loadError(1216, `not a ${compression} file, or a truncated one`),
  fatal: true,
  next: `write the whole file again, compressed as ${compression}; MAXERROR is for rows`,
});

/** Returns the error of a file in UTF-16: "If COPY encounters a different encoding, it skips the file and returns an error" (ENCODING). */
export const otherEncoding = (): LoadError =>
  loadError(1221, "The encoding of the file is not that of the COPY command, UTF8");

/** Returns the error of a columnar file that does not fit, which fails the COPY; 15001 and 15007 are codes of Redshift Spectrum. */
export const invalidColumnar = (says: string, code = 15_001): LoadError => ({
  ...loadError(code, says),
  context: says,
  fatal: true,
});

/** Returns the error of a text that is not a row of root-level JSON objects. */
export const invalidJson = (what: string, position: number): LoadError =>
  loadError(1216, `Invalid JSON: ${what}`, position);

/** Returns the error of a JSONPath that does not fit the row. */
export const invalidPath = (what: string): LoadError => loadError(1216, `Invalid JSONPath format: ${what}`);

/** Returns the error of an object or array of more than 4 MB, with which the COPY fails ("COPY from JSON format"). */
export const tooLarge = (): LoadError => ({
  ...loadError(1216, "Invalid JSON: an object or array of more than 4 MB"),
  fatal: true,
});
