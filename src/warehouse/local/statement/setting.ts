/** SET, RESET and SHOW ("SET", "RESET", "SHOW" of the Database Developer Guide). */
import { namesOfPath, pathOf } from "../../../dialect/search-path.ts";
import type { Reset, SetSetting, Show } from "../../../dialect/syntax/session.ts";
import { fault, type Context } from "../bind/context.ts";
import type { SettingPlan } from "./plan.ts";

/** Parameters that a session may set, with their values at the start. */
export const SETTINGS: Readonly<Record<string, string>> = {
  application_name: "",
  cast_super_null_on_error: "on",
  client_encoding: "UTF8",
  client_min_messages: "notice",
  datestyle: "ISO, MDY",
  default_array_search_null_handling: "on",
  enable_case_sensitive_identifier: "off",
  enable_case_sensitive_super_attribute: "off",
  enable_result_cache_for_session: "on",
  extra_float_digits: "0",
  json_parse_dedup_attributes: "off",
  json_parse_truncate_strings: "off",
  navigate_super_null_on_error: "on",
  parse_super_null_on_error: "off",
  query_group: "",
  search_path: "public",
  session_timeout: "0",
  statement_timeout: "0",
  timezone: "UTC",
  transaction_isolation: "serializable",
  wlm_query_slot_count: "1",
};

/** Parameters that nobody sets: Redshift tells the PostgreSQL version that it began from. */
const CONSTANTS: Readonly<Record<string, string>> = {
  integer_datetimes: "on",
  max_index_keys: "32",
  server_encoding: "UTF8",
  server_version: "8.0.2",
  server_version_num: "80002",
};

/** Returns all parameters with their values, of a session that has set some. */
export function settingsOf(set: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...Object.entries(CONSTANTS), ...set]);
}

/** The settings of "SUPER configurations" and their kin, which stay as they are at the start. */
const ON = { takes: /^(?:on|true|yes|1)$/i, next: "leave it on" };
const OFF = { takes: /^(?:off|false|no|0)$/i, next: "leave it off" };

/** What else would change what a query returns: only these values are taken. */
export const FIXED_SETTINGS: Readonly<Record<string, { readonly takes: RegExp; readonly next: string }>> = {
  timezone: {
    takes: /^(?:(?:etc\/)?(?:utc|uct|gmt|universal|zulu|greenwich)|gmt0|[+-]?0+(?::00)?|local)$/i,
    next: "the local warehouse has only UTC; convert_timezone(…) converts",
  },
  datestyle: { takes: /^iso(?:, ?(?:mdy|ymd))?$/i, next: "the local warehouse writes dates in ISO format" },
  client_encoding: { takes: /^(?:utf-?8|unicode)$/i, next: "the local warehouse uses UTF-8" },
  cast_super_null_on_error: ON,
  default_array_search_null_handling: ON,
  navigate_super_null_on_error: ON,
  parse_super_null_on_error: OFF,
  json_parse_dedup_attributes: OFF,
  json_parse_truncate_strings: OFF,
  enable_case_sensitive_identifier: {
    ...OFF,
    next: "names are lower case here, and lower_attribute_names(…) lowers those of SUPER values",
  },
  enable_case_sensitive_super_attribute: {
    ...OFF,
    next: "lower_attribute_names(…) lowers the attributes of SUPER values",
  },
};

/** Returns what it comes to. @throws SqlError 42704 for a parameter that is not known, 0A000 for a value that would change results. */
export function planSetting(syntax: SetSetting | Reset | Show, context: Context): SettingPlan {
  const { name, span } = syntax;
  if (name === "all" && syntax.kind !== "set")
    return { kind: syntax.kind === "show" ? "show all" : "reset all" };
  if (syntax.kind === "show" && Object.hasOwn(CONSTANTS, name)) return { kind: "show", name };
  if (syntax.kind === "show") return { kind: "show", name: known(name, span, context) };
  known(name, span, context);
  if (syntax.kind === "reset" || syntax.values.length === 0)
    return { kind: "reset", name, command: syntax.kind === "reset" ? "RESET" : "SET" };
  const texts = syntax.values.map(({ text }) => text);
  const value = name === "search_path" ? pathOf(texts) : texts.join(", ");
  if (name === "statement_timeout" && !/^\d{1,10}$/.test(value)) {
    const what = `invalid value for parameter "statement_timeout": "${value}"`;
    throw fault(context, what, syntax.values[0]?.span ?? span, {
      sqlState: "22023",
      next: "give a number of milliseconds, 0 for none",
    });
  }
  const only = FIXED_SETTINGS[name];
  // What keeps its value keeps how it is told.
  if (only?.takes.test(value) === true && name === "timezone")
    return { kind: "set", name, value: SETTINGS[name] as string };
  if (only === undefined || only.takes.test(value)) return { kind: "set", name, value };
  const what = `${name} cannot be set to ${JSON.stringify(value)} on the local warehouse`;
  throw fault(context, what, syntax.values[0]?.span ?? span, { sqlState: "0A000", next: only.next });
}

function known(name: string, span: readonly [number, number], context: Context): string {
  if (Object.hasOwn(SETTINGS, name)) return name;
  throw fault(context, `unrecognized configuration parameter "${name}"`, span, { sqlState: "42704" });
}

/** Returns the schemas of a search path in order, without the user's own and the system's. */
export function searchPathOf(value: string): readonly string[] {
  return namesOfPath(value).filter((name) => name !== "" && name !== "$user" && name !== "pg_catalog");
}
