/** Which files COPY splits: Database Developer Guide, "Loading data files" (c_best-practices-use-multiple-files) and "Loading data from compressed and uncompressed files" (t_splitting-data-files). */
import { describe, expect, it } from "vitest";
import type { Compression } from "../../src/compression/compression.ts";
import { plainCsv, type FileFormat } from "../../src/formats/file-format.ts";
import type { SourceFile } from "../../src/sources/source.ts";
import { sayUnsplit } from "../../src/sources/unsplit.ts";

const GB = 1e9;
const file = (format: FileFormat, size: number, compression: Compression = "", name = "f"): SourceFile => ({
  url: `s3://lake/${name}`,
  etag: "1",
  size,
  source: "orders",
  compression,
  format,
});
const json: FileFormat = { kind: "json" };
const csv = plainCsv(",");
const text: FileFormat = { ...plainCsv("|"), csv: false };

describe("a file of over 1 GB", () => {
  it.each([
    ["JSON", file(json, 1.1 * GB)],
    ["JSON in gzip", file(json, 1.1 * GB, "gzip")],
    ["CSV in gzip", file(csv, 1.1 * GB, "gzip")],
    ["CSV in zstd", file(csv, 1.1 * GB, "zstd")],
    ["delimited text in gzip", file(text, 1.1 * GB, "gzip")],
  ])("is told with the remedy when it is %s, which COPY does not split", (_, one) => {
    const told = sayUnsplit("orders", [one]);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("1 new file of orders of over 1 GB (s3://lake/f) with 1.1 GB");
    expect(told[0]).toMatch(/several files of 1 MB to 1 GB each, ideally a multiple of the cluster's slices/);
  });

  it.each([
    ["CSV", file(csv, 5 * GB)],
    ["delimited text", file(text, 5 * GB)],
    ["Parquet", file({ kind: "parquet" }, 5 * GB)],
  ])("is nothing to tell when it is %s, which COPY splits", (_, one) => {
    expect(sayUnsplit("orders", [one])).toEqual([]);
  });

  it("is told once for all of its kind, and by the largest", () => {
    const [told, ...rest] = sayUnsplit("orders", [
      file(json, 1.1 * GB, "", "a"),
      file(json, 3 * GB, "", "b"),
      file(json, GB, "", "c"),
    ]);
    expect(rest).toEqual([]);
    expect(told).toContain("2 new files of orders of over 1 GB, the largest s3://lake/b with 3 GB");
  });
});
