import { describe, expect, it } from "vitest";
import { parseStatements } from "../../../../src/dialect/parsed.ts";
import { SqlError } from "../../../../src/errors.ts";
import type { CopyCommand } from "../../../../src/warehouse/local/copy/command.ts";
import { readCopy } from "../../../../src/warehouse/local/copy/options.ts";

function parse(sql: string): CopyCommand {
  const [statement] = parseStatements(sql).statements;
  if (statement?.tree.kind !== "copy") throw new Error(`${sql} is no COPY`);
  const [table = "", schema] = statement.tree.table.parts.map(({ value }) => value).reverse();
  return readCopy(statement.tree, { schema, table }, statement);
}
const withOptions = (options: string): CopyCommand =>
  parse(`copy t from 's3://b/x' iam_role default ${options}`);

function problemOf(sql: string): SqlError {
  try {
    parse(sql);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

/** What no option changes. */
const TEXT = {
  kind: "delimited",
  csv: false,
  delimiter: "|",
  quote: '"',
  escape: false,
  removeQuotes: false,
  nullAs: String.raw`\N`,
  fillRecord: false,
  ignoreBlankLines: false,
  headerLines: 0,
  columns: [],
};

describe("a COPY", () => {
  it("names its table, columns, source and format", () => {
    expect(
      parse(
        "copy s.T (A, b) from 's3://b/x' iam_role 'arn:aws:iam::1:role/r' format as json as 'auto ignorecase'",
      ),
    ).toMatchObject({
      schema: "s",
      table: "t",
      columns: ["a", "b"],
      from: "s3://b/x",
      format: { kind: "json", shape: { kind: "auto", ignoreCase: true } },
    });
  });

  it.each([
    ["json", { format: { kind: "json", shape: { kind: "auto", ignoreCase: false } } }],
    ["format json 'noshred'", { format: { kind: "json", shape: { kind: "noshred" } } }],
    [
      "json 's3://b/p.json'",
      { format: { kind: "json", shape: { kind: "jsonpaths", url: "s3://b/p.json" } } },
    ],
    ["manifest gzip json", { manifest: true, compression: "gzip" }],
    ["json zstd", { compression: "zstd" }],
    [
      "json timeformat as 'epochmillisecs' dateformat 'auto'",
      { timeFormat: "epochmillisecs", dateFormat: "auto" },
    ],
    ["json maxerror as 10", { maxErrors: 10 }],
    ["json maxerror 0", { maxErrors: 1 }],
    ["json ignoreallerrors", { maxErrors: Number.POSITIVE_INFINITY }],
    ["json truncatecolumns blanksasnull", { truncateColumns: true, blanksAsNull: true }],
    ["json emptyasnull trimblanks roundec", { emptyAsNull: true, trimBlanks: true, roundDecimals: true }],
    ["json acceptinvchars", { invalidCharacters: "?" }],
    ["json acceptinvchars as '^'", { invalidCharacters: "^" }],
    [
      "json acceptanydate ignoreheader as 2 explicit_ids noload",
      { acceptAnyDate: true, ignoreHeader: 2, explicitIds: true, dryRun: true },
    ],
    ["json encoding utf8 region 'eu-west-1' comprows 1000", { table: "t" }],
    ["json compupdate off statupdate on", { table: "t" }],
    ["json compupdate statupdate", { table: "t" }],
    ["JSON AS 'auto' COMPUPDATE PRESET", { table: "t" }],
    ["", { format: { ...TEXT, delimiter: "|" } }],
    ["csv", { format: { ...TEXT, csv: true, delimiter: "," } }],
    ["delimiter as ';' csv quote '%'", { format: { ...TEXT, csv: true, delimiter: ";", quote: "%" } }],
    [String.raw`delimiter '\t'`, { format: { ...TEXT, delimiter: "\t" } }],
    [String.raw`delimiter '\054'`, { format: { ...TEXT, delimiter: "," } }],
    ["delimiter '|~|' escape", { format: { ...TEXT, delimiter: "|~|", escape: true } }],
    [String.raw`null as '\N'`, { format: { ...TEXT, nullAs: String.raw`\N` } }],
    [String.raw`null as '\\N'`, { format: { ...TEXT, nullAs: String.raw`\N` } }],
    [String.raw`null as '\000'`, { format: { ...TEXT, nullAs: "\0" } }],
    ["null as 'it''s'", { format: { ...TEXT, nullAs: "it's" } }],
    ["removequotes fillrecord", { format: { ...TEXT, removeQuotes: true, fillRecord: true } }],
    ["ignoreblanklines ignoreheader 1", { format: { ...TEXT, ignoreBlankLines: true, headerLines: 1 } }],
    ["format as parquet", { format: { kind: "parquet", serializeToJson: false, fillRecord: false } }],
    [
      "parquet serializetojson fillrecord",
      { format: { kind: "parquet", serializeToJson: true, fillRecord: true } },
    ],
  ])("takes %s", (options, expected) => {
    expect(withOptions(options)).toMatchObject(expected);
  });

  it.each([
    "credentials 'aws_iam_role=arn:x'",
    "with credentials as 'x=y'",
    "access_key_id 'a' secret_access_key 'b' session_token 'c'",
  ])("takes the authorization %s", (authorization) => {
    expect(parse(`copy t from 's3://b/x' ${authorization} json`)).toMatchObject({ table: "t" });
    // "COPY from columnar data formats" lists all of them.
    expect(parse(`copy t from 's3://b/x' ${authorization} parquet`)).toMatchObject({ table: "t" });
  });

  it.each([
    ["json delimiter ','", "DELIMITER cannot be used with FORMAT JSON", "0A000"],
    ["json null as ''", "NULL cannot be used with FORMAT JSON", "0A000"],
    ["json fillrecord", "FILLRECORD cannot be used with FORMAT JSON", "0A000"],
    ["json bzip2", "BZIP2 is not implemented on the local warehouse", "0A000"],
    ["json encrypted", "ENCRYPTED is not implemented on the local warehouse", "0A000"],
    [
      "json master_symmetric_key 'x'",
      "MASTER_SYMMETRIC_KEY is not implemented on the local warehouse",
      "0A000",
    ],
    ["json encoding utf16", "ENCODING other than UTF8 is not implemented on the local warehouse", "0A000"],
    ["json sideways", 'syntax error at or near "sideways"', "42601"],
    ["json gzip gzip", "conflicting or redundant options: GZIP", "42601"],
    ["json iam_role default", "conflicting or redundant options", "42601"],
    ["json maxerror 100001", "the value must be between 0 and 100000", "42601"],
    ["json maxerror 1 ignoreallerrors", "IGNOREALLERRORS cannot be used with MAXERROR", "42601"],
    ["json acceptinvchars 'ab'", "ACCEPTINVCHARS takes one ASCII character", "42601"],
    ["json region eu", "syntax error", "42601"],
    ["as json", "syntax error", "42601"],
    ["csv escape", "CSV is not compatible with ESCAPE", "0A000"],
    ["csv removequotes", "CSV is not compatible with REMOVEQUOTES", "0A000"],
    ["csv parquet", "CSV is not compatible with PARQUET", "0A000"],
    ["csv fixedwidth 'a:1'", "FIXEDWIDTH is not implemented on the local warehouse", "0A000"],
    ["avro 'auto'", "FORMAT AVRO is not implemented on the local warehouse", "0A000"],
    ["format as orc", "FORMAT ORC is not implemented on the local warehouse", "0A000"],
    ["format shapefile", "FORMAT SHAPEFILE is not implemented on the local warehouse", "0A000"],
    ["fixedwidth 'a:1'", "FIXEDWIDTH is not implemented on the local warehouse", "0A000"],
    ["csv bzip2", "BZIP2 is not implemented on the local warehouse", "0A000"],
    ["csv lzop", "LZOP is not implemented on the local warehouse", "0A000"],
    ["csv readratio 5", "READRATIO is not implemented on the local warehouse", "0A000"],
    ["csv encoding utf16", "ENCODING other than UTF8 is not implemented on the local warehouse", "0A000"],
    ["quote '%'", "QUOTE can be used with CSV only", "0A000"],
    ["csv quote '%%'", "QUOTE takes one ASCII character", "42601"],
    ["csv delimiter '\"'", "the delimiter and the quotation mark are the same", "42601"],
    ["csv delimiter ''", "a delimiter cannot be", "42601"],
    ["escape delimiter '\\\\'", "a delimiter cannot be", "42601"],
    [String.raw`csv null as '\n'`, "NULL AS cannot be a newline", "42601"],
    ["parquet region 'eu-west-1'", "REGION argument is not supported for PARQUET based COPY", "0A000"],
    ["parquet maxerror 5", "MAXERROR argument is not supported for PARQUET based COPY", "0A000"],
    ["parquet gzip", "GZIP argument is not supported for PARQUET based COPY", "0A000"],
    [
      "parquet acceptinvchars",
      "ACCEPTINVCHARS with Parquet is not implemented on the local warehouse",
      "0A000",
    ],
  ])("refuses %s: %s", (options, message, sqlState) => {
    const problem = problemOf(`copy t from 's3://b/x'\niam_role default\n${options}`);
    expect(problem.message).toContain(message);
    expect(problem.sqlState).toBe(sqlState);
  });

  it.each([
    "bzip2",
    "lzop",
    "encrypted",
    "ssh",
    "job create nightly",
    "master_symmetric_key 'x'",
    "encoding utf16",
    "encoding as utf16le",
  ])("says of %s that it is not implemented, with its place", (clause) => {
    const problem = problemOf(`copy t from 's3://b/x'\niam_role default json 'auto'\n  ${clause}`);
    expect(problem).toMatchObject({ sqlState: "0A000", position: { line: 3 } });
    expect(problem.message).toContain("is not implemented on the local warehouse");
    expect(problem.next).toContain("docs/dialect.md");
  });

  it.each([
    "csv",
    "delimiter ','",
    "escape",
    "fillrecord",
    "fixedwidth 'a:1'",
    "ignoreblanklines",
    "null as 'x'",
    "readratio 5",
    "removequotes",
    "quote as '|'",
    "avro 'auto'",
    "parquet",
    "orc",
    "shapefile",
  ])("refuses %s with JSON, as Redshift does", (clause) => {
    const problem = problemOf(`copy t from 's3://b/x' iam_role default json 'auto'\n${clause}`);
    expect(problem).toMatchObject({ sqlState: "0A000", position: { line: 2, column: 1 } });
    expect(problem.message).toContain("cannot be used with FORMAT JSON");
  });

  it("says where in the statement an option stands that it does not take", () => {
    expect(problemOf("copy t from 's3://b/x'\niam_role default\njson 'auto'\n  lzop").position).toMatchObject(
      {
        line: 4,
        column: 3,
      },
    );
  });

  it("needs an authorization, and files to read", () => {
    expect(problemOf("copy t from 's3://b/x' json 'auto'").message).toBe("COPY needs an authorization");
    expect(problemOf("copy t from 'dynamodb://x' iam_role default json").message).toMatch(/not implemented/);
  });
});
