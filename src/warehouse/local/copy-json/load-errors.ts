/** COPY's load errors: codes and texts (Database Developer Guide, "Load error reference"). */

export interface LoadError {
  readonly code: number;
  /** At most 100 characters, as in `stl_load_errors.err_reason`. */
  readonly reason: string;
  /** Where in the value, counted from 0. */
  readonly position: number;
}

export function loadError(code: number, reason: string, position = 0): LoadError {
  return { code, reason, position };
}

export const missingNotNull = (): LoadError => loadError(1213, "Missing data for not-null field");
export const tooLong = (): LoadError => loadError(1204, "String length exceeds DDL length");
export const notSingleByte = (): LoadError =>
  loadError(1215, "Multibyte character not supported for CHAR (Hint: try using VARCHAR)");
export const invalidTimestamp = (format: string): LoadError =>
  loadError(1206, `Invalid timestamp format or value [${format}]`);
export const invalidDate = (format: string): LoadError =>
  loadError(1205, `Invalid date format or value [${format}]`);
export const invalidBoolean = (): LoadError => loadError(1210, "Invalid value for a boolean");
export const invalidUtf8 = (hex: string, position: number): LoadError =>
  loadError(
    1220,
    `String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: ${hex} (error 4)`,
    position,
  );
export const nulCharacter = (position: number): LoadError =>
  loadError(1218, "Missing newline: Unexpected character 0x0 found", position);

/** A character that no number of this type has. */
export function invalidDigit(value: string, position: number, type: string): LoadError {
  return loadError(
    1207,
    `Invalid digit, Value '${value[position] ?? ""}', Pos ${position}, Type: ${type}`,
    position,
  );
}

export const overflow = (type: string): LoadError => loadError(1222, `Overflow, Type: ${type}`);
export const invalidFloat = (value: string): LoadError =>
  loadError(1208, `Invalid value for a float: ${value.slice(0, 40)}`);
export const invalidDecimal = (value: string): LoadError =>
  loadError(1209, `Invalid value for a decimal: ${value.slice(0, 40)}`);

/** The text is no row of root-level JSON objects. */
export const invalidJson = (what: string, position: number): LoadError =>
  loadError(1216, `Invalid JSON: ${what}`.slice(0, 100), position);
