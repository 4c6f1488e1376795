/** The pages under docs/ that are made of the code, so that they cannot drift. Pure. */
import { parseCommandLine } from "./cli/command-line.ts";
import { COMMANDS } from "./cli/declarations.ts";
import { outputSchema } from "./cli/output-schema.ts";
import { renderConfigurationDocs } from "./config/docs.ts";
import type { SqlFolder } from "./plan/sql-folder.ts";
import { WITHOUT_LOADS } from "./plan/variables.ts";
import { planRun, type PlannedStep } from "./plan/plan.ts";
import { isCheck, type SqlFile } from "./plan/sql-file.ts";
import type { SourceDeclaration } from "./config/declared-source.ts";
import { markdownRow } from "./text/markdown-row.ts";
import { renderDialectDocs } from "./warehouse/local/docs.ts";

/**
 * Returns the text of every page by its file name; `npm run docs` writes them, and a test holds the files against them.
 */
export function renderDocs(sql: SqlFolder): Readonly<Record<string, string>> {
  return {
    "commands.md": renderCommands(sql.sources),
    "configuration.md": renderConfigurationDocs(sql.sources),
    "dialect.md": renderDialectDocs(),
    "output.schema.json": `${JSON.stringify(outputSchema(), undefined, 2)}\n`,
    "steps.md": renderSteps(sql),
  };
}

/** The help of every command, as `--help` prints it. */
function renderCommands(declared: readonly SourceDeclaration[]): string {
  const helpOf = (argv: readonly string[]): string => {
    const line = parseCommandLine(argv, { version: "", width: 110, declared });
    if (line.kind !== "text") throw new Error(`no help for ${argv.join(" ")}`);
    return `\`\`\`\n${line.text.trim()}\n\`\`\`\n`;
  };
  const commands = Object.keys(COMMANDS).map((name) => `## dwh ${name}\n\n${helpOf([name, "--help"])}`);
  return `<!-- Made by \`npm run docs\` from src/cli/declarations.ts and src/config/schema.ts: change it there. -->

# Commands

${helpOf(["--help"])}
${commands.join("\n")}`;
}

/** The steps in the order in which a run takes them, and the analyses. */
function renderSteps(sql: SqlFolder): string {
  const { outside, steps } = planRun(sql, WITHOUT_LOADS);
  const files = new Map(sql.steps.map((file) => [file.path, file]));
  const linked = ({ path, name }: Pick<SqlFile, "path" | "name">): string => `[${name}](../${path})`;
  const tables = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
  const severity = (step: PlannedStep): string => (isCheck(step.kind) ? step.severity : "");
  const sources = ({ path }: PlannedStep): readonly string[] => {
    const name = files.get(path)?.source?.name;
    return name === undefined ? [] : [name];
  };
  const ownRows = outside.map((step) => markdownRow([linked(step), tables(step.writes), step.title]));
  const stepRows = steps.map((step) =>
    markdownRow([
      String(step.position),
      step.kind,
      linked(step),
      severity(step),
      [...sources(step).map((source) => `files of ${source}`), tables(step.reads)].filter(Boolean).join(", "),
      tables(step.writes),
      step.title,
    ]),
  );
  const analysisRows = sql.analyses.map((one) =>
    markdownRow([linked(one), one.chart ?? sayCard(one), tables(one.reads), one.title]),
  );
  const sumRows = sql.sums.map((one) => markdownRow([linked(one), tables(one.reads), one.title]));
  return `<!-- Made by \`npm run docs\` from the files in sql/: change them. -->

# Steps

The job's own tables are made before anything else, outside the transaction, since what is locked and the ledger have to be there:

| step | writes | is for |
| --- | --- | --- |
${ownRows.join("\n")}

${steps.length} steps in one transaction, in the order of a run, which follows from the tables that they read and write. A check of severity \`error\` that finds rows
rolls the run back; one of severity \`warn\` is reported. So does an audit, which a run asks when the last asking is older than \`DWH_AUDIT_EVERY\`.

| # | kind | step | severity | reads | writes | is for |
| --- | --- | --- | --- | --- | --- | --- |
${stepRows.join("\n")}

# Analyses

The questions of the report, each with its chart or the card that it fills; no steps of a run.

| analysis | shown as | reads | asks |
| --- | --- | --- | --- |
${analysisRows.join("\n")}

# Sums

What the report counts from two sides, beside the sums that it has for every warehouse; no steps of a run.

| sum | reads | says |
| --- | --- | --- |
${sumRows.join("\n")}
`;
}

function sayCard({ card }: SqlFile): string {
  return card === undefined ? "" : `card “${card}”`;
}
