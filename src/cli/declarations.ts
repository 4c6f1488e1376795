/**
 * Every command, as data. A new command is one entry here, one in `main.ts`, and one file of `commands/`. Settings (`--warehouse` …) are
 * declared in `config/schema.ts`; a command only names those that it uses.
 */
import type { SettingName } from "../config/config.ts";
import { GENERATE_COMMAND } from "../generate/declaration.ts";
import type { FlagName, OutputFormat } from "./flags.ts";
import { FILES_COMMAND, FORGET_COMMAND, RETRY_COMMAND } from "./ledger-commands.ts";
import { TABLE_COMMANDS } from "./table-commands.ts";

/**
 * What a command does with the local warehouse, by which it is found when nobody names its file: a run fills the one that belongs to its
 * sources, `dwh config` only names that one, others look at what a run left behind, and a reset empties it.
 */
export type WarehouseUse = "fill" | "name" | "look" | "empty";

/** A command as the help tells it. */
export interface CommandDeclaration {
  /** One sentence without its full stop. */
  readonly summary: string;
  /** What the help says besides; whole sentences. */
  readonly details?: string;
  readonly args?: readonly {
    readonly name: string;
    readonly doc: string;
    readonly required: boolean;
    /** Whether there may be several; the last one alone. */
    readonly several?: boolean;
  }[];
  readonly settings: readonly SettingName[];
  /** Whether it has --source and the flags that are named after the sources of the warehouse's SQL. */
  readonly sources?: boolean;
  /** What it does with the local warehouse; nothing, when it is not said. */
  readonly opens?: WarehouseUse;
  readonly flags: readonly FlagName[];
  /** What `--format` may be; the first is the default. Empty for a command that prints no data. */
  readonly formats: readonly OutputFormat[];
  /** `{sources}` stands for flags that say where each source of the warehouse is, `{source}` for that of the first one. */
  readonly examples: readonly string[];
}

const RUN = [
  "s3Root",
  "warehouse",
  "workUrl",
  "maxRejects",
  "onBadFile",
  "lookback",
  "migrate",
  "sqlDir",
] as const;

/** Every command by its name, in the order of the help. */
export const COMMANDS = {
  run: {
    summary: "Loads what is new, brings the tables up to date, checks them, all in one transaction",
    details:
      "Without any source it makes sample data in .dwh/ and loads that into .dwh/sample.duckdb, a warehouse of its own. The summary is printed on a terminal; " +
      "elsewhere the log says the same, unless --format asks for the summary.",
    opens: "fill",
    settings: RUN,
    sources: true,
    flags: ["reload", "select", "exclude", "dryRun", "quiet"],
    formats: ["auto", "text", "json"],
    examples: [
      "dwh run",
      "dwh run {sources}",
      "dwh run --dry-run",
      "dwh run --reload s3://lake/log_data/2018/11/",
    ],
  },
  rebuild: {
    summary:
      "Rebuilds tables from all files, in one transaction or in batches; readers see the old ones until the end",
    details:
      "Without a table it rebuilds all that transforms make; with some, these and all that depend on them, from the files that were loaded. Checks and audits gate it; the record of the runs stays. " +
      "It stops before changing anything if files are gone, unless --yes is given. With --batch-size each batch is a run beside the star, and a last run replaces the old rows by the new ones. docs/changes.md explains it.",
    args: [{ name: "table", doc: "Tables or steps, as --select names them", required: false, several: true }],
    opens: "fill",
    settings: RUN.filter((name) => name !== "lookback"),
    sources: true,
    flags: ["select", "exclude", "yes", "dryRun", "batchSize", "abandon", "quiet"],
    formats: ["auto", "text", "json"],
    examples: [
      "dwh rebuild",
      "dwh rebuild orders",
      "dwh rebuild orders --dry-run",
      "dwh rebuild --batch-size 50GB",
    ],
  },
  plan: {
    summary: "Shows what a run would do: new files, packs, SQL in order; changes nothing",
    details:
      "EXPLAIN asks the warehouse whether it understands the statements; exit code 1 if it refuses one. Statements on tables that the run creates or changes cannot be checked beforehand.",
    opens: "fill",
    settings: RUN,
    sources: true,
    flags: [],
    formats: ["text", "json"],
    examples: ["dwh plan", "dwh plan {sources}"],
  },
  check: {
    summary: "Runs only the checks, on what is in the warehouse",
    details:
      "Exit code 3 if a check of severity `error` finds rows, otherwise 1 if one could not be run. The others run all the same.",
    opens: "look",
    settings: ["warehouse", "sqlDir"],
    flags: ["select", "exclude"],
    formats: ["text", "json"],
    examples: ["dwh check", "dwh check --select orders --exclude 'new_*'"],
  },
  query: {
    summary: "Runs Redshift SQL and prints the results",
    details:
      "The SQL is the argument, a file, or standard input; several statements run in order on one session, and the first " +
      "that fails ends it. `\\d` lists the tables, `\\d name` the columns of one. As text every result is printed; as json or csv only the last result that has columns, as " +
      "an array of objects, or as lines with a header; a result without columns prints [] or nothing.",
    args: [{ name: "sql", doc: "One or more statements", required: false }],
    opens: "look",
    settings: ["warehouse", "s3Root"],
    flags: ["file"],
    formats: ["text", "json", "csv"],
    examples: [
      'dwh query "select status, count(*) from etl_runs group by status"',
      String.raw`dwh query "\d etl_runs"`,
      "dwh query --file question.sql --format csv",
      'echo "select 1 as one" | dwh query --format json',
    ],
  },
  status: {
    summary:
      "Shows the last runs, how old the data is, the pending files, and the last error with its way out",
    details:
      "A source that cannot be listed is reported; the rest is shown all the same. --errors shows the rows of a run that could not be loaded, and those that its checks and audits found, as etl_rejects and etl_failures keep them.",
    opens: "look",
    settings: ["s3Root", "warehouse", "sqlDir"],
    sources: true,
    flags: ["errors", "run"],
    formats: ["text", "json"],
    examples: ["dwh status", "dwh status --errors", "dwh status {source} --format json"],
  },
  report: {
    summary: "Writes one page on the run, the answers and the warehouse",
    details:
      "The page is one HTML file that needs no network. With --format json the numbers are printed, and the page is written only " +
      "when --output, --open or --png asks for it. A check or an analysis that cannot be run is reported in its place, and the exit code is 1.",
    opens: "look",
    settings: ["warehouse", "sqlDir"],
    flags: ["output", "open", "png"],
    formats: ["text", "json"],
    examples: ["dwh report --open", "dwh report --output report.html --png", "dwh report --format json"],
  },
  ...TABLE_COMMANDS,
  files: FILES_COMMAND,
  forget: FORGET_COMMAND,
  retry: RETRY_COMMAND,
  generate: GENERATE_COMMAND,
  bootstrap: {
    summary: "Makes the job's schema, database user and rights in Redshift",
    details:
      "Logs in with the secret DWH_ADMIN_SECRET_ID and puts a password into the secret DWH_REDSHIFT_SECRET_ID, unless the " +
      "existing one works and --rotate is not given. Without that secret the user is DWH_REDSHIFT_USER, which has no password and logs in with " +
      "temporary credentials; IAMR:<role> is the user of an IAM role. Lets the user COPY with DWH_COPY_ROLE_ARN and, " +
      "with DWH_CLUSTER_RESUME=true, see who else is connected. It may be repeated.",
    settings: [],
    flags: ["schema", "readers", "rotate"],
    formats: [],
    examples: [
      "dwh bootstrap",
      "dwh bootstrap --schema sparkify --readers analysts",
      "dwh bootstrap --rotate",
    ],
  },
  cluster: {
    summary: "Looks at the Redshift cluster, waits for it, resumes or pauses it",
    details: "The cluster is the one that DWH_REDSHIFT_CLUSTER_ID names.",
    args: [{ name: "action", doc: "status, wait, resume or pause", required: true }],
    settings: [],
    flags: ["timeout"],
    formats: ["text", "json"],
    examples: ["dwh cluster status", "dwh cluster resume --timeout 20m"],
  },
  schedule: {
    summary: "Runs the job again and again, on a cron expression",
    details:
      "A run that is due while another is going on is skipped. A signal ends the schedule and the run in progress.",
    args: [{ name: "expression", doc: "Five fields: minute, hour, day, month, weekday", required: true }],
    opens: "fill",
    settings: RUN,
    sources: true,
    flags: ["timezone", "quiet"],
    formats: [],
    examples: ['dwh schedule "15 * * * *"', 'dwh schedule "0 3 * * *" --timezone Europe/Oslo'],
  },
  serve: {
    summary: "Puts the local warehouse behind the Postgres protocol, on this machine only",
    details: "For psql, BI tools and drivers. The password is in DWH_SERVE_PASSWORD; the connection is TLS.",
    opens: "look",
    settings: ["warehouse", "s3Root"],
    flags: ["port", "user", "database", "tlsCert", "tlsKey"],
    formats: [],
    examples: ["DWH_SERVE_PASSWORD=… dwh serve --port 5439"],
  },
  config: {
    summary: "Shows every setting and where it came from, secrets masked",
    opens: "name",
    settings: [...RUN],
    sources: true,
    flags: [],
    formats: ["text", "json"],
    examples: ["dwh config", "dwh config --format json"],
  },
  init: {
    summary: "Proposes a small warehouse for your own files, and writes it into a folder",
    details:
      "Looks at the first files of each source, JSON, CSV or Parquet, and writes staging tables that take them, one fact and one " +
      "dimension as a start, checks, a question and tests. Nothing that exists is overwritten. In that folder " +
      "`dwh run` and the other commands find its sql/ by themselves.",
    args: [{ name: "folder", doc: "Where to", required: true }],
    settings: ["s3Root"],
    flags: ["source"],
    formats: ["text", "json"],
    examples: [
      "dwh init mine --source trips=data/trips --source stations=data/stations.csv",
      "dwh init mine --source tickets=s3://lake/tickets/",
    ],
  },
  test: {
    summary: "Runs the tests of the warehouse's SQL: test/sql/cases/*.json beside its sql/",
    details:
      "Each case has given rows and expected rows; sql/README.md of the program says how to write them. They run in memory and " +
      "touch no warehouse. Exit code 1 if a case fails, or if a check, an analysis or a sum has none.",
    settings: ["sqlDir"],
    flags: [],
    formats: ["text", "json"],
    examples: ["dwh test", "dwh test --sql-dir mine/sql"],
  },
  completion: {
    summary: "Prints the completion script of a shell",
    details:
      "It completes commands, flags and the values of --format; the flags of sources are those of the warehouse of the working folder. For bash and zsh: `source <(…)`; for fish: a file in ~/.config/fish/completions.",
    args: [{ name: "shell", doc: "bash, zsh or fish", required: true }],
    settings: [],
    flags: [],
    formats: [],
    examples: ["dwh completion bash", "dwh completion fish"],
  },
} as const satisfies Readonly<Record<string, CommandDeclaration>>;

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;
