/** Whether the characters of delimited text can be told apart ("Data format parameters" of the Database Developer Guide). */
import type { DelimitedFormat } from "../../../formats/file-format.ts";
import { SqlError, type Position } from "../../../errors.ts";

/**
 * Refuses delimiters, quotation marks and texts for null that cannot be told from something else.
 * @param at where an option stands
 * @throws SqlError 42601
 */
export function checkFormat(format: DelimitedFormat, at: (option: string) => Position): void {
  const { csv, delimiter, quote, escape, nullAs } = format;
  if (delimiter === "" || /[\r\n\0]/.test(delimiter) || (escape && delimiter.includes("\\")))
    throw new SqlError(`a delimiter cannot be ${JSON.stringify(delimiter)}`, at("delimiter"), {
      next: "use one or more characters that are not part of the data: ',', '|', '\\t', '\\054' …",
    });
  // oxlint-disable-next-line no-control-regex
  if (!/^[\x01-\x7f]$/.test(quote) || /[\r\n]/.test(quote))
    throw new SqlError("QUOTE takes one ASCII character", at("quote"), { next: "write quote as '\"'" });
  if (csv && delimiter.includes(quote))
    throw new SqlError("the delimiter and the quotation mark are the same", at("delimiter"), {
      next: "give CSV another QUOTE or another DELIMITER",
    });
  if (/\n|\\n/.test(nullAs))
    throw new SqlError("NULL AS cannot be a newline, which ends the record", at("null"), {
      next: String.raw`use a text that occurs in the files, such as '\N'`,
    });
}
