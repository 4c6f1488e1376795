/**
 * What the written text calls on SUPER values: functions from texts to a text, null for NULL. Unless `nulls` says otherwise, one is not
 * called where an argument is NULL.
 */
import type { DataType } from "../../../dialect/types.ts";
import { distinct, flattened, intersection, part, positions } from "./arrays.ts";
import { argumentAs, castTo } from "./cast.ts";
import { digitsOf, isOf } from "./describe.ts";
import { writeJson, type Json } from "./json.ts";
import { keyOf, ordered, rankOf } from "./key.ts";
import { compute, rounded, writeNumber, type NumberOperator } from "./number.ts";
import { renamed } from "./attributes.ts";
import { at, fitting, parsed, stored, textValue, valueOf, type Step } from "./value.ts";

/** One function: how many texts it takes, and what it makes of them. */
export interface ScalarFunction {
  /** Undefined where it takes any number of them. */
  readonly takes: number | undefined;
  readonly nulls?: true;
  readonly of: (...texts: string[]) => string | null;
}

/** By name. */
export const SUPER_SCALARS: Readonly<Record<string, ScalarFunction>> = {
  redshift_json_parse: { takes: 1, of: parse },
  redshift_can_json_parse: { takes: 1, of: (text) => String("value" in parsed(text)) },
  redshift_super_text: { takes: 1, of: (value) => writeJson(valueOf(value)) },
  redshift_super_float: { takes: 1, of: (text) => writeNumber({ kind: "float", value: Number(text) }) },
  redshift_super_path: {
    takes: 2,
    of: (value, path) => stored(at(valueOf(value), JSON.parse(path) as readonly Step[])),
  },
  redshift_super_cast: { takes: 2, of: (value, type) => castTo(valueOf(value), type as DataType["name"]) },
  redshift_super_argument: {
    takes: 2,
    of: (value, type) => argumentAs(valueOf(value), type as DataType["name"]),
  },
  redshift_super_key: {
    takes: 1,
    of: (value) => (valueOf(value).kind === "null" ? null : keyOf(valueOf(value))),
  },
  redshift_super_rank: {
    takes: 1,
    of: (value) => (valueOf(value).kind === "null" ? null : rankOf(valueOf(value))),
  },
  redshift_super_order: { takes: 2, of: (one, other) => ordered(valueOf(one), valueOf(other)) ?? null },
  redshift_super_compute: {
    takes: 3,
    of: (operator, one, other) => computed(operator, valueOf(one), valueOf(other)),
  },
  redshift_super_round: { takes: 2, of: (how, value) => roundedTo(how, valueOf(value)) },
  redshift_super_kind: { takes: 1, of: (value) => valueOf(value).kind },
  redshift_super_is: { takes: 2, of: (value, type) => String(isOf(valueOf(value), type)) },
  redshift_super_digits: {
    takes: 2,
    of: (value, which) => digitsOf(valueOf(value), which as "precision" | "scale")?.toString() ?? null,
  },
  redshift_super_array: {
    takes: undefined,
    nulls: true,
    of: (...values) => fitting(`[${values.map((value) => value ?? "null").join(",")}]`),
  },
  redshift_super_object: { takes: undefined, nulls: true, of: object },
  redshift_array_length: { takes: 1, of: (value) => itemsOf(value)?.length.toString() ?? null },
  redshift_array_concat: {
    takes: 2,
    of: (one, other) => both(one, other, (items, others) => [...items, ...others]),
  },
  redshift_array_flatten: { takes: 1, of: (value) => list(itemsOf(value), flattened) },
  redshift_array_distinct: { takes: 1, of: (value) => list(itemsOf(value), distinct) },
  redshift_array_union: {
    takes: 2,
    of: (one, other) => both(one, other, (items, others) => distinct([...items, ...others])),
  },
  redshift_array_intersection: {
    takes: 3,
    of: (one, other, once) => {
      const of = (items: readonly Json[], others: readonly Json[]): readonly Json[] =>
        intersection(items, others);
      return both(one, other, once === "true" ? (items, others) => distinct(of(items, others)) : of);
    },
  },
  redshift_array_positions: {
    takes: 3,
    of: (value, wanted, nulls) => {
      const items = itemsOf(value);
      const found = items && positions(items, valueOf(wanted), nulls === "true");
      return found === undefined ? null : `[${found.join(",")}]`;
    },
  },
  redshift_subarray: {
    takes: 3,
    of: (value, start, length) => list(itemsOf(value), (items) => part(items, Number(start), Number(length))),
  },
  redshift_split_to_array: { takes: 2, of: split },
  redshift_super_attributes: {
    takes: 2,
    of: (value, how) => writeJson(renamed(valueOf(value), how as "lower" | "upper")),
  },
};

/** Functions from a SUPER value to a list of texts, which FROM makes rows of. */
export const SUPER_LISTS: Readonly<Record<string, (value: string) => readonly (string | null)[]>> = {
  redshift_super_elements: (value) => elements(valueOf(value)).map(stored),
  redshift_super_values: (value) => entriesOf(value).map(([, own]) => stored(own)),
  redshift_super_names: (value) => entriesOf(value).map(([key]) => key),
};

function parse(text: string): string | null {
  const result = parsed(text);
  if ("says" in result) throw new Error(`[XX000] ${result.says}`);
  return result.value;
}

function computed(operator: string, one: Json, other: Json): string | null {
  if (one.kind === "number" && other.kind === "number")
    return compute(operator as NumberOperator, one.text, other.text);
  // "Binary operator + performs … concatenation if the inputs are string."
  if (operator === "+" && one.kind === "string" && other.kind === "string")
    return textValue(one.value + other.value);
  return null;
}

function roundedTo(how: string, json: Json): string | null {
  return json.kind === "number" ? rounded(how, json.text) : null;
}

function itemsOf(value: string): readonly Json[] | undefined {
  const json = valueOf(value);
  return json.kind === "array" ? json.items : undefined;
}

function list(
  items: readonly Json[] | undefined,
  of: (items: readonly Json[]) => readonly Json[],
): string | null {
  return items === undefined ? null : fitting(writeJson({ kind: "array", items: of(items) }));
}

function both(
  one: string,
  other: string,
  of: (items: readonly Json[], others: readonly Json[]) => readonly Json[],
): string | null {
  const others = itemsOf(other);
  return others === undefined ? null : list(itemsOf(one), (items) => of(items, others));
}

/** Keys are texts, values SUPER; a key that is NULL is none. */
function object(...texts: (string | null)[]): string {
  const pairs: string[] = [];
  for (let index = 0; index < texts.length; index += 2) {
    const key = texts[index];
    if (key === null || key === undefined) throw new Error("[22004] a key of OBJECT is NULL");
    pairs.push(`${JSON.stringify(key)}:${texts[index + 1] ?? "null"}`);
  }
  return fitting(`{${pairs.join(",")}}`);
}

function split(text: string, delimiter: string): string {
  return fitting(`[${(delimiter === "" ? [text] : text.split(delimiter)).map(textValue).join(",")}]`);
}

/** What is not an array is its own only element, and NULL has none. */
function elements(json: Json): readonly Json[] {
  if (json.kind === "array") return json.items;
  return json.kind === "null" ? [] : [json];
}

function entriesOf(value: string): readonly (readonly [string, Json])[] {
  const json = valueOf(value);
  return json.kind === "object" ? json.entries : [];
}
