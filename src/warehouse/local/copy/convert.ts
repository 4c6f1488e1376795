/**
 * One value into one column, by Redshift's rules and from its raw text (Developer Guide, "Data conversion parameters"): in JSON the
 * number 12 and the text "12" are the same to COPY.
 */
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { WarehouseError } from "../../../errors.ts";
import { cutBytes } from "../cut-bytes.ts";
import { parsed } from "../super/value.ts";
import { toBoolean, toDecimal, toFloat, toInteger } from "./convert-number.ts";
import { momentParser, parseTime } from "./convert-time.ts";
import { textOf } from "./convert-text.ts";
import {
  invalidDate,
  invalidIdentity,
  invalidSuper,
  invalidTime,
  invalidTimestamp,
  missingNotNull,
  notSingleByte,
  tooLong,
  type LoadError,
} from "./load-errors.ts";
import type { CopyCommand } from "./command.ts";
import type { RawValue } from "./raw-value.ts";

/** Text that DuckDB casts exactly to the column's type, or null, or what is wrong. */
export type Converted = string | null | LoadError;

/** Converts a value of one column; undefined is a value that the row does not have. */
export type Convert = (value: RawValue | undefined) => Converted;

/**
 * Returns the conversion of one column; `onReplaced` is told when ACCEPTINVCHARS changes a value of it.
 * @throws WarehouseError 0A000 for a type that COPY does not fill here
 */
export function converterOf(
  column: ColumnDefinition,
  copy: CopyCommand,
  onReplaced: (column: string) => void = () => undefined,
): Convert {
  const convert = byType(column, copy, () => onReplaced(column.name));
  const missing =
    column.identity !== undefined ? invalidIdentity : column.notNull ? missingNotNull : undefined;
  return (value) => {
    const converted = value === undefined || value.kind === "null" ? null : convert(value);
    return converted === null && missing !== undefined ? missing() : converted;
  };
}

function byType(
  { name, type }: ColumnDefinition,
  copy: CopyCommand,
  onReplaced: () => void,
): (value: RawValue) => Converted {
  const { dateFormat, timeFormat, acceptAnyDate } = copy;
  switch (type.name) {
    case "char":
    case "varchar": {
      const { length } = type;
      const singleByte = type.name === "char";
      return (value) => toText(value, { singleByte, length }, copy, onReplaced);
    }
    case "super":
      return ({ kind, bytes, start, end }) => {
        const text = bytes.toString("utf8", start, end);
        if (kind === "text" && BLANK.test(text)) return null;
        const result = parsed(text);
        return "says" in result ? invalidSuper(result.says) : result.value;
      };
    case "smallint":
      return scalar(copy, (text) => toInteger(text, 32_768n, "Short"));
    case "integer":
      return scalar(copy, (text) => toInteger(text, 2_147_483_648n, "Integer"));
    case "bigint":
      return scalar(copy, (text) => toInteger(text, 9_223_372_036_854_775_808n, "Long"));
    case "decimal":
      return scalar(copy, (text) => toDecimal(text, type.precision, type.scale, copy.roundDecimals));
    case "real":
      return scalar(copy, (text) => toFloat(text, "Float4"));
    case "double precision":
      return scalar(copy, (text) => toFloat(text, "Float8"));
    case "boolean":
      return scalar(copy, toBoolean);
    case "date": {
      const parse = momentParser(dateFormat, "date");
      return scalar(
        copy,
        (text) => parse(text)?.date ?? (acceptAnyDate ? null : invalidDate(dateFormat || "YYYY-MM-DD")),
      );
    }
    case "timestamp":
    case "timestamptz": {
      const parse = momentParser(timeFormat, type.name);
      const zone = type.name === "timestamptz" ? "+00" : "";
      return scalar(copy, (text) => {
        const moment = parse(text);
        if (moment !== undefined) return `${moment.date} ${moment.time}${zone}`;
        return acceptAnyDate ? null : invalidTimestamp(timeFormat || "YYYY-MM-DD HH24:MI:SS");
      });
    }
    case "time":
      return scalar(copy, (text) => parseTime(text) ?? invalidTime());
    case "timetz":
    case "interval":
    case "varbyte":
      throw new WarehouseError(
        `COPY into ${name}, which is ${type.name}, is not implemented on the local warehouse`,
        { sqlState: "0A000", next: "leave the column out of the list, or load it as varchar and convert it" },
      );
  }
}

/** Empty or blank is NULL for every type but text. */
function scalar(copy: CopyCommand, convert: (text: string) => Converted): (value: RawValue) => Converted {
  return (value) => {
    const text = textOf(value, copy.invalidCharacters);
    if (typeof text !== "string") return text;
    return BLANK.test(text) ? null : convert(text);
  };
}

/** White space as C's isspace() has it. */
const BLANK = /^[ \t\n\v\f\r]*$/;

/** Null by the value as it stands in the file; then blanks are trimmed, and the length is that of the rest. */
function toText(
  value: RawValue,
  { singleByte, length }: { readonly singleByte: boolean; readonly length: number },
  copy: CopyCommand,
  onReplaced: () => void,
): Converted {
  let text = textOf(value, singleByte ? undefined : copy.invalidCharacters, onReplaced);
  if (typeof text !== "string") return text;
  if (text === "") return copy.emptyAsNull ? null : text;
  if (copy.blanksAsNull && BLANK.test(text)) return null;
  if (copy.trimBlanks && !singleByte) text = trimEnd(text);
  if (singleByte) {
    const at = /[^\0-\x7f]/.exec(text)?.index;
    if (at !== undefined)
      return notSingleByte(Buffer.from(String.fromCodePoint(text.codePointAt(at) ?? 0)).toString("hex"), at);
  }
  if (text.length * 3 > length && Buffer.byteLength(text) > length)
    return copy.truncateColumns ? cutBytes(text, length) : tooLong();
  return text;
}

/** Without the white space at the end. */
function trimEnd(text: string): string {
  let end = text.length;
  for (let unit = text.charCodeAt(end - 1); unit === 32 || (unit >= 9 && unit <= 13);)
    unit = text.charCodeAt((end -= 1) - 1);
  return end === text.length ? text : text.slice(0, end);
}
