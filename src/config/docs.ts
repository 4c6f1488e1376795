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
is not in this table is an error, and all errors of the configuration are told at once. \`dwh config\` shows every value that is in
force and where it came from.

## Sources

Every staging file of the warehouse's SQL declares a source ([sql/README.md](../sql/README.md)), and a flag and variables have its name. These are the ones of the warehouse
that ships; \`DWH_SOURCE_<NAME>\` takes several locations with commas between, and \`--source <name>=<location>\` may be given again and again.

| variable | flag | what it means | allowed | default |
| --- | --- | --- | --- | --- |
${sources}

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
