/** `dwh config`: every setting, where it came from, secrets masked. */
import { formatDurationSetting } from "../config/formats.ts";
import { SETTING_ENTRIES, type Setting } from "../config/schema.ts";
import { EXIT } from "../names.ts";
import { printJson } from "../text/json-document.ts";
import { renderTextTable } from "../terminal/table.ts";
import type { Config, SettingOrigin } from "../config/config.ts";
import { sourceVariable, type SourceDeclaration } from "../config/declared-source.ts";
import type { CommandContext } from "../cli/context.ts";

const MASK = "********";

/** A setting as it is shown. */
interface Row {
  readonly variable: string;
  /** Null where it is not set. */
  readonly value: string | number | null;
  readonly origin: SettingOrigin;
  readonly otherwise: string | null;
}

/** Prints the configuration as it is in force. */
export function command({ config, flags, io }: CommandContext): Promise<number> {
  const sources = config.declared.flatMap((source) => sourceRows(source, config));
  const own = SETTING_ENTRIES.map(([name, setting]): Row => ({
    variable: setting.env,
    value: shown(config[name], setting),
    origin: config.origins[name],
    otherwise: setting.otherwise ?? null,
  }));
  const settings = [...sources, ...own];
  if (flags.format === "json") io.writeOut(printJson(settings));
  else {
    const columns = ["variable", "origin", "value"].map((name) => ({ name, type: "text" }));
    const rows = settings.map(({ variable, value, origin, otherwise }) =>
      value === null ? [variable, "", `(${otherwise ?? "not used"})`] : [variable, origin, String(value)],
    );
    io.writeOut(renderTextTable(columns, rows, io.width));
  }
  return Promise.resolve(EXIT.done);
}

/** A source's own variable, and that of its JSONPaths file when its COPY takes one. */
function sourceRows(source: SourceDeclaration, { sources }: Config): readonly Row[] {
  const set = sources.find(({ name }) => name === source.name);
  const variable = sourceVariable(source.name);
  const row = (name: string, value: string | undefined, otherwise: string): Row => {
    const origin = value === undefined || set === undefined ? "default" : set.origin;
    return { variable: name, value: value ?? null, origin, otherwise };
  };
  const files = row(
    variable,
    set?.locations.join(", "),
    source.location ?? "sample data, when no source is set",
  );
  if (!source.jsonpaths) return [files];
  return [files, row(`${variable}_JSONPATHS`, set?.jsonpaths, "keys are matched to columns by name")];
}

function shown(value: string | number | undefined, setting: Setting): string | number | null {
  if (value === undefined) return null;
  if (setting.sensitive === true) return MASK;
  return setting.format === "duration" ? formatDurationSetting(Number(value)) : value;
}
