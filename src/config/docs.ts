/** docs/configuration.md, made of the schema so that it cannot drift. Pure. */
import type { SourceDeclaration } from "./declared-source.ts";
import { SETTING_FORMATS } from "./formats.ts";
import { flagsOfSource, variablesOfSource } from "./source-settings.ts";
import { settingDefault, settingFormat, SETTING_ENTRIES, type Setting } from "./schema.ts";
import { markdownRow } from "../text/markdown-row.ts";

/** Returns the whole page as Markdown. */
export function renderConfigurationDocs(declared: readonly SourceDeclaration[]): string {
  const sources = declared.flatMap(sourceRows).join("\n");
  const rows = SETTING_ENTRIES.map(([, setting]) => settingRow(setting)).join("\n");
  return `<!-- Made by \`npm run docs\` from src/config/schema.ts: change it there. -->

# Configuration

A flag beats its variable, and a variable beats the default. An empty value counts as not set. A variable that begins with \`DWH_\` and
is not in this table is an error, and all errors of the configuration are reported at once. \`dwh config\` shows every value that is in
force and where it came from.

## Sources

Every staging file of the warehouse's SQL declares a source ([sql/README.md](../sql/README.md)), and a flag and variables have its name. These are the ones of the warehouse
that ships; \`DWH_SOURCE_<NAME>\` takes several locations with commas between, and \`--source <name>=<location>\` and \`--<name>\` may be given again and again.

| variable | flag | what it means | allowed | default |
| --- | --- | --- | --- | --- |
${sources}

### Dates in a location

Parts of a date may stand in a location: \`{yyyy}\`, \`{MM}\`, \`{dd}\` and \`{HH}\`, each with all that are larger, in UTC. The files of
\`s3://bucket/log_data/{yyyy}/{MM}/{dd}/\` are those below \`s3://bucket/log_data/\` whose path has a date there; whatever else lies there is passed over and reported.

With \`--lookback 3d\` (\`DWH_LOOKBACK=3d\`) only the days of the last three times 24 hours are listed: today and the three days before it. A file that comes
later than that, or for an older day, waits without notice; the next run without the lookback finds it. So let one schedule run with it often, and another
without it once a day. Locations without a date are always listed whole.

## The file of the local warehouse

\`--warehouse\` (\`DWH_WAREHOUSE\`) names it. Otherwise there are two, so that sample data and real data never meet in one ledger: \`.dwh/warehouse.duckdb\`, and
\`.dwh/sample.duckdb\` for the sample data that a run loads when no source is configured. The log says which one a command has opened, and why.

- A run, \`dwh plan\` and \`dwh schedule\` take the one that belongs to their sources.
- \`dwh query\`, \`check\`, \`report\`, \`status\` and \`serve\` do so too where variables or staging files say where the sources are. Else they open the only one that is there;
  of both, the one that the last run below this folder filled (\`.dwh/last-run\` holds its name).
- \`dwh reset\` deletes and guesses nothing: where both are there, it wants \`--warehouse\`.
- A run without a source into a warehouse that was named is refused, \`:memory:\` aside, of which nothing is left. So are sample files beside other ones: in one run,
  or in a warehouse that holds the others already. One of version 0.1.0, in which \`npm start\` left sample data, is emptied by
  \`dwh reset --warehouse .dwh/warehouse.duckdb\`.

## Settings

| variable | flag | what it means | allowed | default |
| --- | --- | --- | --- | --- |
${rows}
`;
}

function sourceRows(source: SourceDeclaration): readonly string[] {
  const { name, location } = source;
  const flags = flagsOfSource(source);
  const [variable = "", list = "", jsonpaths] = variablesOfSource(source);
  const { allowed } = SETTING_FORMATS.location;
  const otherwise =
    location === undefined ? "none: sample data in .dwh/, when no source is set" : code(location);
  const files = `Where the files of ${name} are: a folder, a file, or a key prefix in S3`;
  const mapped = `A JSONPaths file that maps the files of ${name} to the columns of their staging table`;
  return [
    [code(variable), code(`--${flags.files}`), files, allowed, otherwise],
    [code(list), code(`--source ${name}=…`), `The same, several with commas between`, allowed, ""],
    ...(jsonpaths === undefined
      ? []
      : [
          [
            code(jsonpaths),
            code(`--${flags.jsonpaths}`),
            mapped,
            allowed,
            "none: keys are matched to columns by name, whatever their case",
          ],
        ]),
  ].map(markdownRow);
}

function settingRow(setting: Setting): string {
  const value = settingDefault(setting);
  const fallback = value === undefined ? `none: ${setting.otherwise ?? "not used"}` : code(value);
  const cells = [
    code(setting.env),
    setting.flag === undefined ? "" : code(`--${setting.flag}`),
    setting.sensitive === true ? `${setting.doc} (secret: never shown)` : setting.doc,
    settingFormat(setting).allowed,
    fallback,
  ];
  return markdownRow(cells);
}

function code(text: string): string {
  return `\`${text}\``;
}
