/** Redshift's datetime formats as DuckDB's (Database Developer Guide, "Datetime format strings"). */
import { SqlError, type Position } from "../../../errors.ts";

const CODES: readonly (readonly [string, string])[] = [
  ["YYYY", "%Y"],
  ["IYYY", "%G"],
  ["HH24", "%H"],
  ["HH12", "%I"],
  ["FMMONTH", "%B"],
  ["FMDAY", "%A"],
  ["DDD", "%j"],
  ["MON", "%b"],
  ["YY", "%y"],
  ["MM", "%m"],
  ["DD", "%d"],
  ["DY", "%a"],
  ["IW", "%V"],
  ["HH", "%I"],
  ["MI", "%M"],
  ["SS", "%S"],
  ["MS", "%g"],
  ["US", "%f"],
  ["AM", "%p"],
  ["PM", "%p"],
];

/** Translates a format; text in double quotes and what is no letter stands for itself. @throws SqlError for other codes. */
export function duckDateFormat(format: string, at: Position): string {
  let rest = format;
  let result = "";
  while (rest !== "") {
    const code = CODES.find(([name]) => rest.slice(0, name.length).toUpperCase() === name);
    const quoted = /^"([^"]*)"/.exec(rest);
    const [plain] = /^[^A-Za-z"]+|^T(?=HH)/i.exec(rest) ?? [];
    if (
      code !== undefined &&
      (code[1] !== "%b" || rest.slice(0, 3) === "Mon") &&
      (code[1] !== "%a" || rest.slice(0, 2) === "Dy")
    ) {
      result += code[1];
      rest = rest.slice(code[0].length);
    } else if (quoted !== null) {
      result += (quoted[1] ?? "").replaceAll("%", "%%");
      rest = rest.slice(quoted[0].length);
    } else if (plain !== undefined) {
      result += plain.replaceAll("%", "%%");
      rest = rest.slice(plain.length);
    } else {
      throw new SqlError(
        `the format ${JSON.stringify(format)} is not supported on the local warehouse, from ${JSON.stringify(rest)} on`,
        at,
        {
          sqlState: "0A000",
          next: `use ${CODES.map(([name]) => name).join(", ")}, with Mon and Dy in this spelling`,
        },
      );
    }
  }
  return result;
}
