/** Options of UNLOAD as the local warehouse reads them (Developer Guide, "UNLOAD"); what the text alone tells refusals.test.ts has. */
import { describe, expect, it } from "vitest";
import { SqlError } from "../../../src/errors.ts";
import { parseStatements } from "../../../src/dialect/parsed.ts";
import type { UnloadCommand } from "../../../src/warehouse/local/unload/command.ts";
import { readUnload } from "../../../src/warehouse/local/unload/options.ts";

function read(options: string, to = "s3://b/x"): UnloadCommand {
  const [statement] = parseStatements(`unload ('select 1') to '${to}' ${options}`).statements;
  if (statement?.tree.kind !== "unload") throw new Error("no UNLOAD");
  return readUnload(statement.tree, statement);
}

const MB = 1024 * 1024;

describe("the target of UNLOAD", () => {
  it.each(["s3://b/", "s3://b/x/y_", "/data/x", "data/x"])("may be %s", (to) => {
    expect(read("iam_role default", to).to).toBe(to);
  });

  it.each(["", "s3://b", "s3:///x", "S3://b/x", "gs://b/x"])("is no place where it is '%s'", (to) => {
    expect(() => read("iam_role default", to)).toThrow(/writes to a prefix in S3/);
  });
});

describe("the options of UNLOAD", () => {
  it("are Redshift's where they are not given", () => {
    expect(read("iam_role default")).toEqual({
      to: "s3://b/x",
      format: { kind: "text", delimiter: "|", nullAs: "", header: false, addQuotes: false, escape: false },
      compression: "",
      extension: undefined,
      parallel: true,
      maxFileSize: 6.2 * 1024 * MB,
      manifest: "none",
      existing: "refuse",
      partition: { columns: [], include: false },
      region: undefined,
    });
  });

  it("come in any order, sizes in MB or GB", () => {
    expect(read("maxfilesize as 1.5 gb csv iam_role 'arn:aws:iam::1:role/r' rowgroupsize 64")).toMatchObject({
      format: { kind: "csv", delimiter: "," },
      maxFileSize: 1536 * MB,
    });
    expect(read("iam_role default maxfilesize 5.5")).toMatchObject({ maxFileSize: 5.5 * MB });
  });

  it("put a slash behind the prefix of partitions, where there is none", () => {
    expect(read("iam_role default partition by (a, b)")).toMatchObject({
      to: "s3://b/x/",
      partition: { columns: ["a", "b"], include: false },
    });
    expect(read("iam_role default partition by (a) include", "s3://b/x/")).toMatchObject({
      to: "s3://b/x/",
      partition: { include: true },
    });
  });

  it.each([
    ["", "42601", "UNLOAD needs an authorization"],
    ["iam_role default credentials 'x'", "42601", "more than one authorization"],
    ["iam_role default gzip gzip", "42601", "conflicting or redundant options: GZIP"],
    ["iam_role default maxfilesize 4 mb", "42601", "between 5 MB and 6.2 GB"],
    ["iam_role default maxfilesize 6.3 gb", "42601", "between 5 MB and 6.2 GB"],
    ["iam_role default parquet rowgroupsize 31", "42601", "between 32 MB and 128 MB"],
    ["iam_role default delimiter '||'", "42601", "DELIMITER takes one ASCII character"],
    ["iam_role default delimiter 'ä'", "42601", "DELIMITER takes one ASCII character"],
    ["iam_role default delimiter '\\n'", "42601", "DELIMITER takes one ASCII character"],
    ["iam_role default extension 'a/b'", "42601", "EXTENSION takes the ending of a file's name"],
    ["iam_role default parallel :p", "0A000", "VARIABLE of UNLOAD is not implemented"],
    ["iam_role default csv escape", "0A000", "ESCAPE with FORMAT CSV"],
    ["iam_role default bzip2", "0A000", "BZIP2 of UNLOAD is not implemented"],
    ["iam_role default fixedwidth 'a:1'", "0A000", "FIXEDWIDTH of UNLOAD is not implemented"],
    ["iam_role default encrypted auto", "0A000", "ENCRYPTED of UNLOAD is not implemented"],
  ])("are refused: %s", (options, sqlState, message) => {
    let told: unknown;
    try {
      read(options);
    } catch (error) {
      told = error;
    }
    expect(told).toBeInstanceOf(SqlError);
    expect(told).toMatchObject({ sqlState, message: expect.stringContaining(message) as string });
  });
});
