/** Every flag that is not a setting, as data. Settings (`--warehouse` …) are declared in `config/schema.ts`. */
import { GENERATE_FLAGS } from "../generate/declaration.ts";

/** A flag that is not a setting: it means something to single commands. */
interface FlagDeclaration {
  readonly doc: string;
  /** `texts` may be given again and again. */
  readonly value: "none" | "text" | "texts" | "whole number";
  /** Stands for the value in the help. */
  readonly placeholder?: string;
}

/** Returns the name of a flag as it is typed, without its dashes. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Every flag that is not a setting, by its name in camel case. */
export const FLAGS = {
  file: { value: "text", placeholder: "path", doc: "Reads the SQL from this file" },
  dryRun: {
    value: "none",
    doc: "Does everything, checks included, and rolls it back: nothing is published, recorded or added to the ledger",
  },
  reload: {
    value: "text",
    placeholder: "prefix-or-days",
    doc: "Loads files again that the ledger already holds: those below a folder or prefix, or those of the days 2018-11-01..2018-11-30 where locations have a date",
  },
  select: {
    value: "texts",
    placeholder: "steps",
    doc: "Only these steps: names of steps or tables, or source:name, with + for what comes before or after, as in orders+; repeatable",
  },
  exclude: {
    value: "texts",
    placeholder: "steps",
    doc: "Leaves these steps out, named as --select names them; repeatable",
  },
  batchSize: {
    value: "text",
    placeholder: "size",
    doc: "Loads this much at a time, such as 50GB, and commits each batch beside the tables that readers see; after an interruption the same command goes on",
  },
  abandon: { value: "none", doc: "Abandons the rebuild in batches that is in progress" },
  errors: { value: "none", doc: "Shows the rows that could not be loaded, and those that checks found" },
  output: {
    value: "text",
    placeholder: "path",
    doc: "The file of the page (default: report.html beside the local warehouse)",
  },
  open: { value: "none", doc: "Opens the page in the browser" },
  png: { value: "none", doc: "Saves each chart as a picture too, in a folder beside the page" },
  quiet: { value: "none", doc: "Prints only warnings and errors" },
  run: {
    value: "text",
    placeholder: "id",
    doc: "The run whose errors are shown (default: the last that had any)",
  },
  yes: { value: "none", doc: "Does not ask for confirmation" },
  ...GENERATE_FLAGS,
  schema: { value: "text", placeholder: "name", doc: "The schema of the job's tables (default: sparkify)" },
  readers: {
    value: "text",
    placeholder: "group",
    doc: "A group of users who may read the job's tables, including those that a reset recreates (default: none)",
  },
  rotate: { value: "none", doc: "Makes a new password even if the one in the secret works" },
  timeout: { value: "text", placeholder: "duration", doc: "How long to wait for the cluster (default: 30m)" },
  port: { value: "whole number", placeholder: "n", doc: "The port to listen on, 0 for any (default: 5439)" },
  user: { value: "text", placeholder: "name", doc: "The user who may log in (default: dwh)" },
  database: { value: "text", placeholder: "name", doc: "The name of the database (default: dev)" },
  tlsCert: {
    value: "text",
    placeholder: "path",
    doc: "A certificate in PEM (default: one made at the start)",
  },
  tlsKey: { value: "text", placeholder: "path", doc: "The private key of that certificate" },
  source: {
    value: "texts",
    placeholder: "name=path-or-url",
    doc: "A source and where its files are: a folder, a file, or a key prefix in S3; give it once for each source",
  },
  timezone: { value: "text", placeholder: "zone", doc: "The time zone of the expression (default: UTC)" },
} as const satisfies Readonly<Record<string, FlagDeclaration>>;

/** The name of such a flag. */
export type FlagName = keyof typeof FLAGS;

/** `auto` is `text` on a terminal and nothing elsewhere, where the log tells the same. */
export type OutputFormat = "auto" | "text" | "json" | "csv";

interface FlagValues {
  readonly none: boolean;
  readonly text: string;
  readonly texts: readonly string[];
  readonly "whole number": number;
}

/** The flags that were given; `format` always has a value. */
export type Flags = { readonly format: OutputFormat } & {
  readonly [Name in FlagName]?: FlagValues[(typeof FLAGS)[Name]["value"]];
};
