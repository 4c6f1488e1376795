/** UNLOAD as its page has it: what its query may be, and which options do not go together ("UNLOAD" of the Database Developer Guide). */
import { intoOf } from "../kind-of.ts";
import type { Query, QueryBody } from "../syntax/query.ts";
import type { Statement } from "../syntax/statement.ts";
import type { TransferOption, Unload } from "../syntax/transfer.ts";
import type { Refusal } from "./refusal.ts";

/**
 * For each option those that it "can't" be used with. That CSV takes no ADDQUOTES the page says of VARBYTE alone; Redshift refuses it
 * always (github.com/awsdocs/amazon-redshift-developer-guide/pull/25).
 */
const APART: Readonly<Record<string, readonly string[]>> = {
  csv: ["parquet", "json", "fixedwidth", "addquotes"],
  parquet: [
    "json",
    "delimiter",
    "fixedwidth",
    "addquotes",
    "escape",
    "null",
    "header",
    "gzip",
    "bzip2",
    "zstd",
  ],
  json: ["delimiter", "header", "fixedwidth", "addquotes", "escape", "null"],
  fixedwidth: ["delimiter", "header"],
  cleanpath: ["allowoverwrite"],
  gzip: ["bzip2", "zstd"],
  bzip2: ["zstd"],
};

/** What an option needs beside it: ROWGROUPSIZE "the storage format must be Parquet", the keys "you must specify the ENCRYPTED parameter". */
const NEEDS: Readonly<Record<string, string>> = {
  rowgroupsize: "parquet",
  kms_key_id: "encrypted",
  master_symmetric_key: "encrypted",
};

/** Words of an option that are not its name. */
const SPELLED: Readonly<Record<string, string>> = {
  csv: "FORMAT CSV",
  parquet: "FORMAT PARQUET",
  json: "FORMAT JSON",
  null: "NULL AS",
};

/**
 * Returns what is refused in an UNLOAD.
 * @param statements those of its text
 */
export function refusedUnload(
  { query, options }: Unload,
  statements: readonly Statement[],
): readonly Refusal[] {
  const [start] = query.span;
  const found = query.kind === "string" ? refusedQuery(statements) : undefined;
  return [...(found === undefined ? [] : [{ ...found, start }]), ...options.flatMap(refusedOption(options))];
}

function refusedQuery([statement, second]: readonly Statement[]): Omit<Refusal, "start"> | undefined {
  if (statement?.kind !== "query" || second !== undefined || intoOf(statement) !== undefined)
    return { message: "UNLOAD takes one SELECT", sqlState: "42601", next: "write unload ('select …') to …" };
  if (!isLimited(statement)) return undefined;
  // The page speaks of LIMIT; "TOP … is an alternative to the LIMIT clause" ("SELECT list").
  return {
    message: "UNLOAD takes no LIMIT in its outer SELECT",
    sqlState: "0A000",
    next: "limit in a query within: … where id in (select id from … order by id limit 10)",
  };
}

function isLimited(query: Query): boolean {
  return query.limit !== undefined || isLimitedBody(query.body);
}

function isLimitedBody(body: QueryBody): boolean {
  if (body.kind === "query") return isLimited(body);
  return body.kind === "select" && body.top !== undefined;
}

function refusedOption(options: readonly TransferOption[]): (option: TransferOption) => readonly Refusal[] {
  const names = options.map(({ name }) => name);
  return ({ name, span: [start] }) => {
    const apart = names.find((other) => isApart(name, other));
    if (apart !== undefined) {
      const message = `${spelled(name)} cannot be used with ${spelled(apart)} in UNLOAD`;
      return [{ message, start, sqlState: "0A000", next: "remove one of them" }];
    }
    const needed = NEEDS[name];
    if (needed === undefined || names.includes(needed)) return [];
    const message = `${spelled(name)} needs ${spelled(needed)} in UNLOAD`;
    return [{ message, start, sqlState: "42601", next: `add ${spelled(needed).toLowerCase()}` }];
  };
}

/** Told once of two, at the one that is refused with the other. */
function isApart(name: string, other: string): boolean {
  return APART[other]?.includes(name) === true;
}

function spelled(name: string): string {
  return SPELLED[name] ?? name.toUpperCase();
}
