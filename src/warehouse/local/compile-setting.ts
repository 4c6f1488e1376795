/** SET, RESET and SHOW, compiled. */
import { isSymbol, isWord, type Token } from "../../dialect/lexer.ts";
import { SqlError } from "../../errors.ts";

/** What SET, RESET and SHOW come to; the name is one of {@link SETTINGS}. */
export type SettingChange =
  | { readonly kind: "set"; readonly name: string; readonly value: string }
  | { readonly kind: "show"; readonly name: string };

/** Parameters that a session may set, with their values at the start; none of them changes what a query returns. */
export const SETTINGS: Readonly<Record<string, string>> = {
  application_name: "",
  client_encoding: "UTF8",
  client_min_messages: "notice",
  datestyle: "ISO, MDY",
  enable_result_cache_for_session: "on",
  extra_float_digits: "0",
  query_group: "",
  search_path: "public",
  session_timeout: "0",
  standard_conforming_strings: "on",
  statement_timeout: "0",
  timezone: "UTC",
  transaction_isolation: "serializable",
  wlm_query_slot_count: "1",
};

/** What else would change what a query returns: only these values are taken. */
const ONLY: Readonly<Record<string, { readonly takes: RegExp; readonly next: string }>> = {
  timezone: {
    takes: /^(?:utc|gmt)$/i,
    next: "the local warehouse knows UTC only; convert_timezone(…) converts",
  },
  search_path: {
    takes: /^(?:(?:\$user|public|pg_catalog)(?:,|$))+$/i,
    next: "the local warehouse looks into public only; write the schema before the table",
  },
  datestyle: { takes: /^iso(?:,(?:mdy|ymd))?$/i, next: "the local warehouse writes dates as ISO does" },
  client_encoding: { takes: /^(?:utf-?8|unicode)$/i, next: "the local warehouse speaks UTF-8" },
  standard_conforming_strings: { takes: /^on$/i, next: "leave it on" },
};

/**
 * Compiles SET [SESSION | LOCAL] name TO | = value, RESET name and SHOW name.
 * @throws SqlError for a parameter that is not known, and for a value that would change results.
 */
export function compileSetting(kind: "set" | "reset" | "show", tokens: readonly Token[]): SettingChange {
  let at = isWord(tokens[1], "session", "local") ? 2 : 1;
  if (kind === "show" && isWord(tokens[1], "transaction"))
    return { kind: "show", name: "transaction_isolation" };
  if (isWord(tokens[at], "transaction", "characteristics"))
    return { kind: "set", name: "transaction_isolation", value: "serializable" };
  const token = tokens[at];
  const name = token?.value ?? "";
  if (!Object.hasOwn(SETTINGS, name)) {
    throw new SqlError(`unrecognized configuration parameter "${name}"`, token ?? { line: 1, column: 1 }, {
      sqlState: "42704",
      next: "docs/local-differences.md lists the parameters of the local warehouse",
    });
  }
  if (kind === "show") return { kind: "show", name };
  if (kind === "reset") return { kind: "set", name, value: SETTINGS[name] as string };
  at += 1;
  if (!isWord(tokens[at], "to") && !isSymbol(tokens[at], "=")) {
    throw new SqlError(
      "SET needs TO or = and a value",
      tokens[at] ?? tokens[at - 1] ?? { line: 1, column: 1 },
    );
  }
  const value = tokens
    .slice(at + 1)
    .map((one) => one.value)
    .join("");
  if (isWord(tokens[at + 1], "default")) return { kind: "set", name, value: SETTINGS[name] as string };
  const only = ONLY[name];
  if (only !== undefined && !only.takes.test(value)) {
    throw new SqlError(
      `${name} cannot be set to ${JSON.stringify(value)} on the local warehouse`,
      tokens[at + 1] ?? { line: 1, column: 1 },
      { sqlState: "0A000", next: only.next },
    );
  }
  return { kind: "set", name, value };
}
