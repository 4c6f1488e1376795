/** What may lie in the folder of a source: files as they should be, things that are none, and files that are not as they should be. */
import fc from "fast-check";

/** Two of JSON, and one of CSV. */
export const SOURCES = ["events", "songs", "sheets"] as const;
export type SourceName = (typeof SOURCES)[number];

/** One thing in the folder of a source. */
export type Entry =
  | { readonly kind: "good"; readonly file: GoodFile }
  | { readonly kind: "again"; readonly file: GoodFile }
  | { readonly kind: "passed over"; readonly what: (typeof PASSED_OVER)[number] }
  | {
      readonly kind: "hostile";
      readonly file: GoodFile;
      readonly what: (typeof HOSTILE)[number];
      readonly at: number;
    };

/** A file whose rows can all be loaded, however it is written. */
export interface GoodFile {
  readonly name: string;
  readonly rows: number;
  readonly layout: (typeof LAYOUTS)[number];
  readonly compression: (typeof COMPRESSIONS)[number];
  /** Whether it is so large that it is read where it lies. */
  readonly large: boolean;
  readonly linked: boolean;
}

const NAMES = [
  "a",
  "a b",
  "ä€",
  "100%",
  "[x]",
  "x*y?",
  "#1",
  "it's",
  'q"q',
  "a\\b",
  "a+b",
  "deep/er/a",
  "2018-11-01T00:00",
  "a\nb",
  "%41",
  "$1",
  "x".repeat(200),
];
const LAYOUTS = [
  "lines",
  "pretty",
  "one line",
  "no newline",
  "crlf",
  "blank lines",
  "byte order mark",
] as const;
const COMPRESSIONS = [
  "",
  "gzip",
  "zstd",
  "two gzip members",
  "two zstd frames",
  "zstd with checksum",
  "named gzip",
] as const;
const PASSED_OVER = [
  "hidden folder",
  "hidden file",
  "marker",
  "notes",
  "dangling link",
  "link to itself",
  "link up",
  "folder with a file's name",
  "empty file",
  "pipe",
  "link to a pipe",
  "socket",
  "name that is not UTF-8",
  "folder whose name is not UTF-8",
] as const;
const HOSTILE = [
  // Of the whole file.
  "cut off",
  "another bit",
  "other bytes behind",
  "plain in spite of its name",
  "other compression",
  // Of its rows.
  "value of another type",
  "half a pair",
  "NUL",
  "last row cut off",
  "array",
  "records",
  "web page",
  "manifest",
  "UTF-16",
  "pointer",
  "rows of the other source",
  "no page",
  "empty objects",
  "text in between",
  "bad bytes",
] as const;

const goodFile: fc.Arbitrary<GoodFile> = fc.record({
  name: fc.constantFrom(...NAMES),
  rows: fc.integer({ min: 1, max: 4 }),
  layout: fc.constantFrom(...LAYOUTS),
  compression: fc.constantFrom(...COMPRESSIONS),
  large: fc.integer({ min: 0, max: 14 }).map((one) => one === 14),
  linked: fc.integer({ min: 0, max: 7 }).map((one) => one === 7),
});

/** A folder of one source. */
export const entries: fc.Arbitrary<readonly Entry[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: goodFile.map((file): Entry => ({ kind: "good", file })) },
    { weight: 1, arbitrary: goodFile.map((file): Entry => ({ kind: "again", file })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...PASSED_OVER).map((what): Entry => ({ kind: "passed over", what })),
    },
    {
      weight: 2,
      arbitrary: fc
        .record({ file: goodFile, what: fc.constantFrom(...HOSTILE), at: fc.nat(100_000) })
        .map((one): Entry => ({ kind: "hostile", ...one })),
    },
  ),
  { maxLength: 6 },
);
