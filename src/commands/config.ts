/** `dwh config`: every setting, where it came from, secrets masked. */
import { formatDurationSetting } from "../config/formats.ts";
import { SETTING_ENTRIES, type Setting } from "../config/schema.ts";
import { EXIT } from "../names.ts";
import { renderTextTable } from "../terminal/table.ts";
import { sourceVariable } from "../config/declared-source.ts";
import type { CommandContext } from "../cli/context.ts";

const MASK = "********";

/** Prints the configuration as it is in force. */
export function command({ config, flags, io }: CommandContext): Promise<number> {
  const sources = config.sources.flatMap(({ name, locations, jsonpaths, origin }) => [
    { variable: sourceVariable(name), value: locations.join(", "), origin, otherwise: null },
    ...(jsonpaths === undefined
      ? []
      : [{ variable: `${sourceVariable(name)}_JSONPATHS`, value: jsonpaths, origin, otherwise: null }]),
  ]);
  const own = SETTING_ENTRIES.map(([name, setting]) => ({
    variable: setting.env,
    value: shown(config[name], setting),
    origin: config.origins[name],
    otherwise: setting.otherwise ?? null,
  }));
  const settings = [...sources, ...own];
  if (flags.format === "json") io.writeOut(`${JSON.stringify(settings, undefined, 1)}\n`);
  else {
    const columns = ["variable", "origin", "value"].map((name) => ({ name, type: "text" }));
    const rows = settings.map(({ variable, value, origin, otherwise }) =>
      value === null ? [variable, "", `(${otherwise ?? "not used"})`] : [variable, origin, String(value)],
    );
    io.writeOut(renderTextTable(columns, rows, io.width));
  }
  return Promise.resolve(EXIT.done);
}

function shown(value: string | number | undefined, setting: Setting): string | number | null {
  if (value === undefined) return null;
  if (setting.sensitive === true) return MASK;
  return setting.format === "duration" ? formatDurationSetting(Number(value)) : value;
}
