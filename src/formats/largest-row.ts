/**
 * Bytes of the largest row that COPY reads: "the maximum size of a single input row from any source is 4 MB" (Database Developer Guide, "COPY"),
 * and so of an object or array of JSON ("COPY from JSON format"). No more of a row is waited for, or held.
 */
export const LARGEST_ROW = 4 * 1024 * 1024;
