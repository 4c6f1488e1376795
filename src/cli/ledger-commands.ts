/** The commands on single files of the ledger, in the words of declarations.ts. */

/** `dwh forget`. */
export const FORGET_COMMAND = {
  summary: "Takes one file out of the ledger, so that the next run loads it again",
  details:
    "The file is named as `url` in etl_files has it, or by its path on this machine. Its rows stay in the tables: a transform that " +
    "knows its rows by a key, as the bundled ones do, makes the same rows again; one that adds up counts them twice. A row that a corrected file no longer " +
    "has stays too: no row names its file, and only `dwh rebuild` takes it out. Waits for a run that is under way.",
  args: [{ name: "url", doc: "The file: s3://bucket/key, or a path", required: true }],
  opens: "look",
  settings: ["warehouse", "s3Root", "sqlDir"],
  flags: [],
  formats: ["text", "json"],
  examples: ["dwh forget s3://lake/log_data/2018-11-01-events.json"],
} as const;

/** `dwh retry`. */
export const RETRY_COMMAND = {
  summary: "Has the next run try a quarantined file again",
  details:
    "The file is named as `url` in etl_quarantine has it, or by its path on this machine; a folder or prefix that ends in a slash stands for all files " +
    "below it. What is still invalid stays in quarantine. A file that has changed is tried again automatically. Waits for a run that is under way.",
  args: [
    {
      name: "url",
      doc: "The file: s3://bucket/key, or a path; or all below one that ends in a slash",
      required: true,
    },
  ],
  opens: "look",
  settings: ["warehouse", "s3Root", "sqlDir"],
  flags: [],
  formats: ["text", "json"],
  examples: ["dwh retry s3://lake/log_data/2018-11-01-events.json", "dwh retry s3://lake/log_data/"],
} as const;

/** `dwh files`. */
export const FILES_COMMAND = {
  summary: "Shows which run last wrote rows of a table, and which files it brought",
  details:
    "The condition is what stands behind WHERE; without one all rows are asked about. Each row of the star names its run (run_id), and etl_files has the files of a run: those of the " +
    "sources that the table is made from are told, since no row names its file. For the same reason what a corrected file takes away stays in the tables, until they are rebuilt.",
  args: [
    { name: "table", doc: "A table of sql/schema", required: true },
    { name: "where", doc: "A condition in SQL", required: false },
  ],
  opens: "look",
  settings: ["warehouse", "s3Root", "sqlDir"],
  flags: [],
  formats: ["text", "json"],
  examples: ['dwh files orders "order_id = 8"', "dwh files orders --format json"],
} as const;
