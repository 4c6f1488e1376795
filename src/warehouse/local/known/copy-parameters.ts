/** The parameters of COPY ("COPY parameter reference" of the Database Developer Guide), and what becomes of each here. */

/** One parameter, by what stands after `copy t from 's3://b/x' iam_role default json 'auto'`. */
export interface CopyParameter {
  /** The title of its page. */
  readonly page: string;
  readonly example: string;
  readonly differs?: string;
  /** What to do instead: 0A000. */
  readonly refused?: string;
  /** The example has a format of its own: JSON is not before it. */
  readonly alone?: true;
}

const AUTHORIZATION = "Authorization parameters";
const FORMAT = "Data format parameters";
const CONVERSION = "Data conversion parameters";
const LOAD = "Data load operations";
const COMPRESSION = "File compression parameters";
const SOURCE = "COPY from Amazon S3";

const UNUSED = "accepted, without effect: files are read with the credentials of the process";
const KEPT = "accepted, without effect";
const UNENCRYPTED = "give the files unencrypted, or encrypted by S3 itself";

const other = (example: string, page = FORMAT): CopyParameter => ({
  page,
  example,
  refused: "give the files as JSON, CSV, delimited text or Parquet",
});
const same = (page: string, example: string): CopyParameter => ({ page, example });

/** By name in lower case. */
export const COPY_PARAMETERS: Readonly<Record<string, CopyParameter>> = {
  iam_role: { page: AUTHORIZATION, example: "", differs: UNUSED },
  credentials: { page: AUTHORIZATION, example: "credentials 'x'", differs: UNUSED },
  access_key_id: { page: AUTHORIZATION, example: "access_key_id 'x'", differs: UNUSED },
  secret_access_key: { page: AUTHORIZATION, example: "secret_access_key 'x'", differs: UNUSED },
  session_token: { page: AUTHORIZATION, example: "session_token 'x'", differs: UNUSED },
  json: same(FORMAT, ""),
  avro: other("avro 'auto'"),
  csv: { page: FORMAT, example: "csv", alone: true },
  delimiter: { page: FORMAT, example: "delimiter ','", alone: true },
  fixedwidth: other("fixedwidth 'a:1'"),
  orc: other("orc"),
  parquet: { page: FORMAT, example: "parquet", alone: true },
  quote: { page: FORMAT, example: "csv quote '%'", alone: true },
  shapefile: other("shapefile"),
  bzip2: { page: COMPRESSION, example: "bzip2", refused: "compress the files with GZIP or ZSTD" },
  gzip: same(COMPRESSION, "gzip"),
  lzop: { page: COMPRESSION, example: "lzop", refused: "compress the files with GZIP or ZSTD" },
  zstd: same(COMPRESSION, "zstd"),
  manifest: same(SOURCE, "manifest"),
  region: {
    page: SOURCE,
    example: "region 'us-east-1'",
    differs: "buckets of all regions are read, unless the warehouse has a region, as in the tests",
  },
  encrypted: { page: SOURCE, example: "encrypted", refused: UNENCRYPTED },
  master_symmetric_key: { page: SOURCE, example: "master_symmetric_key 'x'", refused: UNENCRYPTED },
  readratio: other("readratio 50", "COPY from Amazon DynamoDB"),
  ssh: { page: "COPY from remote host (SSH)", example: "ssh", refused: "put the files into S3" },
  job: { page: "COPY JOB", example: "job create j", refused: "send the COPY itself, as a step" },
  acceptanydate: same(CONVERSION, "acceptanydate"),
  acceptinvchars: same(CONVERSION, "acceptinvchars as '^'"),
  blanksasnull: same(CONVERSION, "blanksasnull"),
  dateformat: same(CONVERSION, "dateformat 'auto'"),
  emptyasnull: same(CONVERSION, "emptyasnull"),
  encoding: { page: CONVERSION, example: "encoding utf8", differs: "only UTF8" },
  escape: { page: CONVERSION, example: "escape", alone: true },
  explicit_ids: same(CONVERSION, "explicit_ids"),
  fillrecord: { page: CONVERSION, example: "fillrecord", alone: true },
  ignoreblanklines: { page: CONVERSION, example: "ignoreblanklines", alone: true },
  ignoreheader: same(CONVERSION, "ignoreheader 0"),
  null: { page: CONVERSION, example: "null 'x'", alone: true },
  removequotes: { page: CONVERSION, example: "removequotes", alone: true },
  roundec: same(CONVERSION, "roundec"),
  timeformat: same(CONVERSION, "timeformat 'epochmillisecs'"),
  trimblanks: same(CONVERSION, "trimblanks"),
  truncatecolumns: same(CONVERSION, "truncatecolumns"),
  comprows: { page: LOAD, example: "comprows 1000", differs: KEPT },
  compupdate: { page: LOAD, example: "compupdate off", differs: KEPT },
  ignoreallerrors: same(LOAD, "ignoreallerrors"),
  maxerror: same(LOAD, "maxerror 5"),
  noload: same(LOAD, "noload"),
  statupdate: { page: LOAD, example: "statupdate off", differs: KEPT },
};
