/** Parameters that belong to the connection: what the server tells of itself, and what a client may set. Pure. */
import { namesOfPath, pathOf } from "../dialect/search-path.ts";
import { quoteLiteral, quoteName } from "../dialect/quote.ts";
import type { Statement as Tree } from "../dialect/syntax/statement.ts";
import { WarehouseError } from "../errors.ts";

/**
 * What the server tells at the start, by name. Redshift reports the Postgres version that it began from, and that one knows no
 * `standard_conforming_strings`: a backslash escapes in every literal, and a driver that hears nothing of the parameter doubles it
 * (libpq's PQescapeStringConn). Redshift refuses to set or show it (sequelize/sequelize#10816, sqlalchemy/sqlalchemy#9442).
 */
export const SERVER_PARAMETERS: Readonly<Record<string, string>> = {
  server_version: "8.0.2",
  server_encoding: "UTF8",
  client_encoding: "UTF8",
  DateStyle: "ISO, MDY",
  TimeZone: "UTC",
  integer_datetimes: "on",
  is_superuser: "off",
  // By these asyncpg knows Redshift, of which it wants less than of Postgres (its connection.py, _detect_server_capabilities).
  padb_revision: "",
  padb_version: "",
};

/**
 * Names of UTF-8, and of what converts nothing. Postgres looks at nothing but their letters and digits (its encnames.c,
 * clean_encoding_name): asyncpg sends the name in quotes.
 */
const ENCODING = /^[^a-z0-9]*(?:utf[^a-z0-9]*8|unicode|sql[^a-z0-9]*ascii|default)[^a-z0-9]*$/i;

/** What the form of results hangs on. It is fixed: to accept anything else would be a lie. */
const FIXED_PARAMETERS: Readonly<Record<string, RegExp>> = {
  client_encoding: ENCODING,
  names: ENCODING,
  datestyle: /^(iso|default)\b/i,
};

/**
 * Returns name and value of a parameter that SHOW asks for and the server knows; undefined for all others: the time
 * zone is the warehouse's.
 */
export function shownParameter(tree: Tree): readonly [name: string, value: string] | undefined {
  if (tree.kind !== "show") return undefined;
  const { name } = tree;
  const told = Object.entries(SERVER_PARAMETERS).find(
    ([one]) => one.toLowerCase() === name && one !== "TimeZone",
  );
  return told && [name, told[1]];
}

/**
 * Returns whether this is a SET of a parameter that is fixed, to what it is.
 * @throws WarehouseError 22023 for a SET to anything else.
 */
export function setsFixedParameter(tree: Tree): boolean {
  if (tree.kind !== "set") return false;
  const { name } = tree;
  if (!Object.hasOwn(FIXED_PARAMETERS, name)) return false;
  const value = tree.values[0]?.text ?? "default";
  if (FIXED_PARAMETERS[name]?.test(value) === true) return true;
  throw new WarehouseError(`invalid value for parameter "${name}": "${value}"`, {
    sqlState: "22023",
    hint: "results are UTF-8, dates are ISO",
  });
}

/** Which of its own protocols one of Amazon's drivers asks for (aws/amazon-redshift-python-driver, core.py). */
const ASKED_PROTOCOL = "client_protocol_version";

/** Start-up parameters that are not settings; the last ones are those by which Amazon's drivers tell of themselves. */
const NOT_SETTINGS = [
  "user",
  "database",
  "options",
  "replication",
  ASKED_PROTOCOL,
  "driver_version",
  "os_version",
  "plugin_name",
];

/**
 * Returns what the server tells a client of its own protocol: the first one, without more than PostgreSQL's, to a driver of Amazon's that asks;
 * nothing to others. A driver that hears nothing goes on with what it asked for.
 */
export function toldProtocol(parameters: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return parameters.has(ASKED_PROTOCOL) ? { server_protocol_version: "0" } : {};
}

/**
 * Returns the settings that a start-up packet asks for, as names and values: its own parameters, and those in `options`
 * (`-c name=value`, `--name=value`).
 * @throws WarehouseError 22023 for an option that is none of these.
 */
export function startupSettings(
  parameters: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const direct = [...parameters].filter(
    ([name]) => !NOT_SETTINGS.includes(name) && !name.startsWith("_pq_."),
  );
  return [...optionSettings(parameters.get("options") ?? ""), ...direct];
}

function optionSettings(options: string): (readonly [string, string])[] {
  // A backslash keeps a blank from ending a word.
  const words = (options.match(/(?:\\.|\S)+/gs) ?? []).map((word) => word.replaceAll(/\\(.)/gs, "$1"));
  const settings: (readonly [string, string])[] = [];
  for (let at = 0; at < words.length; at += 1) {
    let word = words[at] as string;
    if (word === "-c") word = `-c${words[(at += 1)] ?? ""}`;
    const [, name, value] = /^(?:-c|--)([^=]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined || value === undefined) {
      throw new WarehouseError(`invalid command-line argument for server process: ${word}`, {
        sqlState: "22023",
      });
    }
    settings.push([name.replaceAll("-", "_"), value]);
  }
  return settings;
}

/** Returns the SQL of a SET of one value. */
export function setStatement(name: string, value: string): string {
  const bare = /^[a-z_][a-z0-9_]*$/i.test(name) ? name : quoteName(name);
  // A list: as one literal it would be one name.
  return `set ${bare} to ${name === "search_path" ? pathOf(namesOfPath(value)) : quoteLiteral(value)}`;
}
