/** SET, RESET and SHOW of settings ("SET", "RESET", "SHOW" of the Database Developer Guide). */
import type { Reset, SetSetting, SettingValue, Show } from "../syntax/session.ts";
import type { Cursor } from "./cursor.ts";
import { label } from "./names.ts";

/** Reads SET of a setting; SET SESSION AUTHORIZATION and the like are commands. */
export function setSetting(cursor: Cursor): SetSetting {
  const { start } = cursor;
  cursor.expect("set");
  const scoped = cursor.symbol(1) !== "=" && cursor.word(1) !== "to" && cursor.symbol(1) !== ".";
  const scope = scoped ? cursor.acceptOne("session", "local") : undefined;
  if (cursor.accept("time", "zone")) {
    const values = isDefault(cursor) ? [] : [settingValue(cursor)];
    return { kind: "set", scope, name: "timezone", values, span: cursor.span(start) };
  }
  const name = settingName(cursor);
  const behind = cursor.peek()?.kind;
  // Postgres' drivers send SET NAMES without anything between.
  const bare = name === "names" && cursor.word() !== "to" && (behind === "string" || behind === "word");
  if (!bare && !cursor.acceptSymbol("=") && !cursor.accept("to")) throw cursor.error("TO or =");
  const values = isDefault(cursor) ? [] : cursor.list(settingValue);
  return { kind: "set", scope, name, values, span: cursor.span(start) };
}

function isDefault(cursor: Cursor): boolean {
  return cursor.accept("default");
}

function settingName(cursor: Cursor): string {
  const parts = [label(cursor, "the name of a setting").value];
  while (cursor.acceptSymbol(".")) parts.push(label(cursor).value);
  return parts.join(".");
}

function settingValue(cursor: Cursor): SettingValue {
  const { start } = cursor;
  const sign = cursor.symbol() === "-" ? "-" : "";
  if (sign === "-" || cursor.symbol() === "+") cursor.at += 1;
  const signed = cursor.start > start;
  const token = cursor.take("a value");
  if (token.kind === "number") {
    return { kind: "setting_value", text: `${sign}${token.text}`, form: "number", span: cursor.span(start) };
  }
  if (signed || (token.kind !== "string" && token.kind !== "word" && token.kind !== "name"))
    throw cursor.errorAt(cursor.at - 1, "expected here: a value");
  return { kind: "setting_value", text: token.value, form: token.kind, span: cursor.span(start) };
}

/** Reads RESET of a setting, or of ALL. */
export function reset(cursor: Cursor): Reset {
  const { start } = cursor;
  cursor.expect("reset");
  return { kind: "reset", name: shownName(cursor), span: cursor.span(start) };
}

/** Reads SHOW of a setting, or of ALL; SHOW TABLES and the like are commands. */
export function show(cursor: Cursor): Show {
  const { start } = cursor;
  cursor.expect("show");
  return { kind: "show", name: shownName(cursor), span: cursor.span(start) };
}

/** Postgres' long names of two settings are told as the settings. */
function shownName(cursor: Cursor): string {
  if (cursor.accept("time", "zone")) return "timezone";
  if (cursor.accept("transaction", "isolation", "level")) return "transaction_isolation";
  return settingName(cursor);
}
