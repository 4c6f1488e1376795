/** What a COPY says of itself in its messages; pure. */

/** Rows that went into the table, and rows that could not. */
export interface CopyCounts {
  readonly loaded: number;
  readonly rejected: number;
  /** Rows in which ACCEPTINVCHARS has replaced something; they went into the table. */
  readonly replaced: number;
}

/**
 * Returns what the messages of one COPY say: "Load into table 't' completed, n record(s) loaded successfully.", and a second one with
 * "n record(s) could not be loaded" where some were left out (Database Developer Guide, tutorial "Loading data from Amazon S3").
 * A third one tells the rows with replacements: "COPY returns the number of rows that contained invalid UTF-8 characters" ("Data conversion
 * parameters"); its words are on no page, and users are told "n record(s) were loaded with replacements made for ACCEPTINVCHARS".
 * Undefined when they say nothing.
 */
export function readCopyMessages(notices: readonly string[]): CopyCounts | undefined {
  const text = notices.join("\n");
  const [, loaded] = /(\d+) record\(s\) loaded successfully/.exec(text) ?? [];
  const [, rejected] = /(\d+) record\(s\) could not be loaded/.exec(text) ?? [];
  const [, replaced] = /(\d+) record\(s\)[^\n]*\breplac/i.exec(text) ?? [];
  if (loaded === undefined && rejected === undefined) return undefined;
  return { loaded: Number(loaded ?? 0), rejected: Number(rejected ?? 0), replaced: Number(replaced ?? 0) };
}
