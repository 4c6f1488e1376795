/** docs/configuration.md, made of the schema so that it cannot drift. Pure. */
import { settingDefault, settingFormat, SETTING_ENTRIES, type Setting } from "./schema.ts";
import { markdownRow } from "../text/markdown-row.ts";

/** Returns the whole page as Markdown. */
export function renderConfigurationDocs(): string {
  const rows = SETTING_ENTRIES.map(([, setting]) => settingRow(setting)).join("\n");
  return `<!-- Made by \`npm run docs\` from src/config/schema.ts: change it there. -->

# Configuration

A flag beats its variable, and a variable beats the default. An empty value counts as not set. A variable that begins with \`DWH_\` and
is not in this table is an error, and all errors of the configuration are told at once. \`dwh config\` shows every value that is in
force and where it came from.

| variable | flag | what it means | allowed | default |
| --- | --- | --- | --- | --- |
${rows}
`;
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
