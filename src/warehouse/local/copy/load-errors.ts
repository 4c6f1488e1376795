/** COPY's load errors: codes and texts (Database Developer Guide, "Load error reference"). */

export interface LoadError {
  readonly code: number;
  /** At most 100 characters, as in `stl_load_errors.err_reason`. */
  readonly reason: string;
  /** Where in the value, counted from 0. */
  readonly position: number;
  /** Whether the COPY fails whatever MAXERROR says. */
  readonly fatal?: boolean;
}

function loadError(code: number, reason: string, position = 0): LoadError {
  return { code, reason: reason.slice(0, 100), position };
}

export const missingNotNull = (): LoadError => loadError(1213, "Missing data for not-null field");
export const tooLong = (): LoadError => loadError(1204, "String length exceeds DDL length");
export const invalidTimestamp = (format: string): LoadError =>
  loadError(1206, `Invalid timestamp format or value [${format}]`);
export const invalidDate = (format: string): LoadError =>
  loadError(1205, `Invalid date format or value [${format}]`);
export const invalidTime = (): LoadError => loadError(1206, "Invalid time format or value [HH24:MI:SS]");
export const invalidBoolean = (): LoadError => loadError(1210, "Unknown boolean format");
export const nulCharacter = (position: number): LoadError =>
  loadError(1218, "The NUL character (\\u0000) cannot be loaded", position);
export const invalidIdentity = (): LoadError => loadError(1217, "Invalid value for an identity column");
export const overflow = (type: string): LoadError => loadError(1222, `Overflow, Type: ${type}`);
export const outOfRange = (type: string): LoadError => loadError(1204, `Value out of range, Type: ${type}`);

/** ("Multibyte character load errors") */
export const notSingleByte = (hex: string, position: number): LoadError =>
  loadError(
    1220,
    `Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: ${hex}`,
    position,
  );

/** `kind` is the manual's number for what is wrong with the bytes ("Multibyte character load errors"). */
export const invalidUtf8 = (hex: string, kind: number, position: number): LoadError =>
  loadError(
    1220,
    `String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ${hex} (error ${kind})`,
    position,
  );

/** A character that no number of this type has. */
export function invalidDigit(value: string, position: number, type: string, code = 1207): LoadError {
  const character = value[position] ?? "";
  return loadError(code, `Invalid digit, Value '${character}', Pos ${position}, Type: ${type}`, position);
}

/** The text is no row of root-level JSON objects. */
export const invalidJson = (what: string, position: number): LoadError =>
  loadError(1216, `Invalid JSON: ${what}`, position);

/** A JSONPath does not fit the row. */
export const invalidPath = (what: string): LoadError => loadError(1216, `Invalid JSONPath format: ${what}`);

/** ("COPY from JSON format": the COPY command fails) */
export const tooLarge = (): LoadError => ({
  ...loadError(1216, "Invalid JSON: an object or array of more than 4 MB"),
  fatal: true,
});
