/** What was seen of the files of a source. */

/** A value as a file holds it. Numbers stay text: as numbers the long ones would lose digits. */
export type SampleValue =
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  /** An array, or an object without a key. */
  | { readonly kind: "nested" };

/** How a value is reached from the root of a record; of delimited text the one name in the header. */
export type SamplePath = readonly string[];

/** One place in the records of a source, and what stands there. */
export interface SampleField {
  readonly path: SamplePath;
  /** One for each record that has one here. */
  readonly values: readonly SampleValue[];
  /** What the file says of its type, which Parquet does; undefined where the values alone tell. */
  readonly type?: string;
}

/** What the options of a COPY of CSV have to say. */
export interface CsvFacts {
  readonly delimiter: string;
  readonly header: boolean;
  /** Whether columns are missing at the end of some record. */
  readonly short: boolean;
  /** Whether there are empty lines. */
  readonly blank: boolean;
}

/** The records of a source that were looked at. */
export interface SourceSample {
  /** As the warehouse is going to call it. */
  readonly name: string;
  /** Where its files are, seen from the folder of the warehouse. */
  readonly location: string;
  /** Undefined for JSON and Parquet. */
  readonly csv: CsvFacts | undefined;
  readonly parquet: boolean;
  /** What stands around the rows of JSON, as the header of a staging file names it; undefined where nothing does. */
  readonly unpack?: string | undefined;
  readonly rows: number;
  readonly fields: readonly SampleField[];
  /** What was taken for granted, and what COPY is not going to load: a sentence each. */
  readonly notes: readonly string[];
}
