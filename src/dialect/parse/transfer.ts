/** COPY and UNLOAD of the Database Developer Guide. */
import type { Copy, Unload } from "../syntax/transfer.ts";
import { ParseError } from "../parse-error.ts";
import type { Cursor } from "./cursor.ts";
import { nameList, qualifiedName, text } from "./names.ts";
import { COPY_OPTIONS, transferOptions, UNLOAD_OPTIONS } from "./transfer-options.ts";

/** Reads COPY. */
export function copy(cursor: Cursor): Copy {
  const { start } = cursor;
  cursor.expect("copy");
  const instead = "write UNLOAD ('select …') TO 's3://…'";
  if (cursor.symbol() === "(") throw cursor.errorAt(cursor.at, instead, "Redshift cannot COPY a query");
  const table = qualifiedName(cursor, "a table");
  const columns = cursor.symbol() === "(" ? nameList(cursor) : [];
  if (cursor.word() === "to") throw cursor.errorAt(cursor.at, instead, "Redshift has no COPY … TO");
  cursor.expect("from");
  refuseStdin(cursor);
  const source = text(cursor);
  const options = transferOptions(cursor, COPY_OPTIONS);
  return { kind: "copy", table, columns, source, options, span: cursor.span(start) };
}

function refuseStdin(cursor: Cursor): void {
  const token = cursor.peek();
  if (token === undefined || !["stdin", "stdout", "program"].includes(cursor.word())) return;
  const what = "LOAD source is not supported. (Hint: only S3 or DynamoDB or EMR based load is allowed)";
  throw new ParseError(what, token, { sqlState: "0A000", next: "put the data into S3 and COPY from there" });
}

/** Reads UNLOAD. */
export function unload(cursor: Cursor): Unload {
  const { start } = cursor;
  cursor.expect("unload");
  const query = cursor.inBrackets((inside) => text(inside, "the query as a text in quotes"));
  cursor.expect("to");
  const target = text(cursor);
  const options = transferOptions(cursor, UNLOAD_OPTIONS);
  return { kind: "unload", query, target, options, span: cursor.span(start) };
}
