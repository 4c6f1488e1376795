import { describe, expect, it } from "vitest";
import { parseSqlFile } from "../../src/plan/sql-file.ts";

const parsed = (options: string, before = 'copy plays (id, "Text")') =>
  parseSqlFile(
    "sql/staging/plays.sql",
    "stage",
    `-- Loads the plays.\n-- source: plays\n${before}\nfrom :'manifest'\niam_role :copy_role\nmanifest\n${options};\n`,
  );
const formatOf = (options: string): unknown => {
  const result = parsed(options);
  return "file" in result ? result.file.source?.format : result.problems;
};
const problemsOf = (options: string): readonly string[] => {
  const result = parsed(options);
  return "problems" in result ? result.problems.map(({ message }) => message) : [];
};
const USED = ":compression maxerror :max_errors";

describe("the format of a source", () => {
  it("is that of its COPY", () => {
    expect(formatOf(`format as json 'auto' ${USED}`)).toEqual({ kind: "json" });
    expect(formatOf("format as parquet")).toEqual({ kind: "parquet" });
    expect(formatOf(`csv ignoreheader 1 delimiter ';' ${USED}`)).toMatchObject({
      kind: "delimited",
      csv: true,
      delimiter: ";",
      headerLines: 1,
      columns: ["id", "text"],
    });
    expect(formatOf(`escape null as 'x' ${USED}`)).toMatchObject({
      csv: false,
      delimiter: "|",
      escape: true,
      nullAs: "x",
    });
  });

  it("is that of the COPY behind other statements", () => {
    const result = parsed(`csv ${USED}`, "delete from plays where id is null;\ncopy plays");
    expect(result).toMatchObject({ file: { source: { format: { csv: true, columns: [] } } } });
  });
});

describe("a COPY that the job could not load by", () => {
  it.each([
    [`avro 'auto' ${USED}`, "FORMAT AVRO is a format that this job does not read"],
    [`orc ${USED}`, "FORMAT ORC is a format that this job does not read"],
    [`fixedwidth 'id:3' ${USED}`, "FIXEDWIDTH is a format that this job does not read"],
    [`csv bzip2 ${USED}`, "BZIP2 is not read by this job"],
    [`csv lzop ${USED}`, "LZOP is not read by this job"],
    [`csv encoding utf16 ${USED}`, "ENCODING is not read by this job"],
    [`parquet maxerror :max_errors`, "COPY of Parquet takes no MAXERROR"],
    [`csv noload ${USED}`, "NOLOAD loads nothing, and the ledger would hold the files as loaded"],
    [
      `csv noload maxerror :max_errors :compression`,
      "NOLOAD loads nothing, and the ledger would hold the files as loaded",
    ],
    ["parquet noload", "NOLOAD loads nothing, and the ledger would hold the files as loaded"],
    [`csv gzip ${USED}`, "GZIP fixes one compression, and files may have another"],
    [`json 'auto' zstd ${USED}`, "ZSTD fixes one compression, and files may have another"],
    [
      `csv ignoreallerrors ${USED}`,
      "IGNOREALLERRORS tolerates every rejected row, whatever the configuration says",
    ],
    [`json 'jsonpaths/plays.json' ${USED}`, "COPY reads a JSONPaths file from S3 only"],
    [`csv ignoreheader :'compression' ${USED}`, "IGNOREHEADER has to be written out: files are joined by it"],
    [`csv delimiter :'jsonpaths' ${USED}`, "DELIMITER has to be written out: files are joined by it"],
    [
      "csv maxerror :max_errors",
      "the COPY does not use the variable compression: files with another compression than it names could not be read",
    ],
  ])("is refused: %s", (options, message) => {
    expect(problemsOf(options)).toContain(message);
  });

  it("is not one of UTF8, or of Parquet without the variables that it does not take", () => {
    expect(problemsOf(`csv encoding utf8 ${USED}`)).toEqual([]);
    expect(problemsOf("parquet")).toEqual([]);
    for (const json of [
      "'auto'",
      "'auto ignorecase'",
      "'noshred'",
      "'s3://lake/paths.json'",
      ":'jsonpaths'",
      "",
    ])
      expect(problemsOf(`json ${json} ${USED}`)).toEqual([]);
  });

  it("is told alone when it cannot be read: the file may load something, once it can", () => {
    expect(problemsOf(`csv snappy ${USED}`)).toEqual([
      expect.stringMatching(/^syntax error at or near "snappy"/),
    ]);
  });
});
