/** The options of UNLOAD ("UNLOAD" of the Database Developer Guide), and what becomes of each here. */
import type { KnownClauses } from "./entry.ts";

const unload = (options: string): string =>
  `unload ('select a, b from t') to 's3://b/unloaded/y' iam_role default ${options}`;

const AUTHORIZATION = "accepted, without effect: files are written with the credentials of the process";

/** By their words. */
export const UNLOAD_CLAUSES: KnownClauses = {
  "IAM_ROLE, CREDENTIALS": { page: "UNLOAD", example: unload(""), differs: AUTHORIZATION },
  "FORMAT CSV": { page: "UNLOAD", example: unload("format as csv header") },
  "FORMAT PARQUET": { page: "UNLOAD", example: unload("format parquet") },
  "FORMAT JSON": {
    page: "UNLOAD",
    example: unload("format json"),
    differs: "booleans are written as the texts t and f; the guide does not say how",
  },
  "DELIMITER, ADDQUOTES, NULL AS, ESCAPE": {
    page: "UNLOAD",
    example: unload("delimiter ',' addquotes null as 'x' escape"),
  },
  HEADER: { page: "UNLOAD", example: unload("header") },
  "PARTITION BY": { page: "UNLOAD", example: unload("parquet partition by (b) include") },
  MANIFEST: { page: "UNLOAD", example: unload("manifest verbose") },
  "ALLOWOVERWRITE, CLEANPATH": { page: "UNLOAD", example: unload("cleanpath") },
  PARALLEL: {
    page: "UNLOAD",
    example: unload("parallel off"),
    differs: "changes only the names of the files",
  },
  MAXFILESIZE: { page: "UNLOAD", example: unload("maxfilesize 5 mb") },
  ROWGROUPSIZE: { page: "UNLOAD", example: unload("parquet rowgroupsize 64 mb"), differs: "without effect" },
  GZIP: { page: "UNLOAD", example: unload("gzip") },
  ZSTD: { page: "UNLOAD", example: unload("zstd"), differs: "frames that are not compressed" },
  REGION: { page: "UNLOAD", example: unload("region 'us-east-1'") },
  EXTENSION: { page: "UNLOAD", example: unload("extension 'txt'") },
  BZIP2: { page: "UNLOAD", example: unload("bzip2"), refused: "write gzip" },
  FIXEDWIDTH: {
    page: "UNLOAD",
    example: unload("fixedwidth 'a:5,b:5'"),
    refused: "write delimiter, or format csv",
  },
  ENCRYPTED: {
    page: "UNLOAD",
    example: unload("encrypted"),
    refused: "leave it out: the files are as safe as the folder",
  },
};
