/** Which form of a function takes the arguments of a call, and what it makes of them: functions/entry.ts tells how a form is read. */
import type { DataType } from "../../../dialect/types.ts";
import { TEXT, type BoundType } from "../bound/type.ts";
import type { FunctionForm } from "../functions/entry.ts";
import { castKind, sameType } from "../types/casts.ts";
import { commonTypeOf, isText } from "../types/common-type.ts";
import { isInteger, isNumber } from "../types/numeric.ts";
import { isImplicit } from "./convert.ts";

/** A form with the types that it gives its arguments. */
export interface MatchedForm {
  readonly form: FunctionForm;
  /** Undefined for the part of a date and for a literal. */
  readonly types: readonly (BoundType | undefined)[];
  /** DuckDB's texts of the arguments that are left out. */
  readonly defaults: readonly string[];
  readonly gives: DataType;
}

/** An argument: its type, or `part` for a word that can be nothing but the part of a date. */
export type ArgumentType = BoundType | "part";

interface Place {
  readonly spec: string;
  readonly fallback: string | undefined;
}

/** Returns the form with the fewest conversions; undefined where none takes the arguments. */
export function matchForm(
  forms: readonly FunctionForm[],
  args: readonly ArgumentType[],
): MatchedForm | undefined {
  let best: { readonly cost: number; readonly matched: MatchedForm } | undefined;
  for (const form of forms) {
    const found = match(form, args);
    if (found !== undefined && (best === undefined || found.cost < best.cost)) best = found;
  }
  return best?.matched;
}

const partsOf = new WeakMap<readonly FunctionForm[], ReadonlySet<number>>();

/** Returns the indexes at which some form wants the part of a date. */
export function partPlaces(forms: readonly FunctionForm[]): ReadonlySet<number> {
  const known = partsOf.get(forms);
  if (known !== undefined) return known;
  const places = new Set(
    forms.flatMap(({ takes }) => takes.flatMap((spec, at) => (spec.startsWith("part") ? [at] : []))),
  );
  partsOf.set(forms, places);
  return places;
}

/** An argument that a form does not take, and the type that it wants in its place. */
export interface Misfit {
  readonly at: number;
  readonly type: BoundType;
}

/** Returns the first misfit of the form that has the fewest; undefined where no form has as many arguments, or one takes them all. */
export function misfit(forms: readonly FunctionForm[], args: readonly BoundType[]): Misfit | undefined {
  const found = forms.flatMap((form) => {
    const places = placesOf(form, args.length);
    if (places === undefined) return [];
    const wrong = args.flatMap((arg, at): readonly Misfit[] => {
      const spec = places[at]?.spec ?? "any";
      if (spec === "same" || argument(spec, arg, undefined) !== undefined) return [];
      const type = spec === "text" ? TEXT : (CLASSES[spec]?.bare ?? parseSpec(spec));
      return [{ at, type: spec === "number" && isText(arg) ? { name: "double precision" } : type }];
    });
    return wrong.length === 0 ? [] : [wrong];
  });
  return found.toSorted((one, other) => one.length - other.length)[0]?.[0];
}

/** The places of a form as it writes them, and how many arguments there are at least. */
interface Places {
  readonly written: readonly Place[];
  readonly least: number;
  /** Whether the last one may come more than once. */
  readonly repeats: boolean;
}

/** The tables of functions are read once. */
const read = new WeakMap<FunctionForm, Places>();

function readPlaces(form: FunctionForm): Places {
  const known = read.get(form);
  if (known !== undefined) return known;
  const { takes } = form;
  const written = takes.map((take): Place => {
    const [spec, fallback] = take.split(" = ") as [string, string | undefined];
    return { spec: spec.replace("...", ""), fallback };
  });
  const least = written.filter(({ fallback }) => fallback === undefined).length;
  const places = { written, least, repeats: takes.at(-1)?.endsWith("...") === true };
  read.set(form, places);
  return places;
}

function placesOf(form: FunctionForm, count: number): readonly Place[] | undefined {
  const { written, least, repeats } = readPlaces(form);
  if (count < least) return undefined;
  if (count <= written.length) return written;
  const last = written.at(-1);
  if (!repeats || last === undefined) return undefined;
  return [...written, ...Array.from<Place>({ length: count - written.length }).fill(last)];
}

function match(
  form: FunctionForm,
  args: readonly ArgumentType[],
): { readonly cost: number; readonly matched: MatchedForm } | undefined {
  const places = placesOf(form, args.length);
  if (places === undefined) return undefined;
  const same = commonTypeOf(
    args.filter((type, at): type is BoundType => type !== "part" && places[at]?.spec === "same"),
  );
  let cost = 0;
  const types: (BoundType | undefined)[] = [];
  for (const [at, arg] of args.entries()) {
    const { spec } = places[at] as Place;
    const found = argument(spec, arg, same);
    if (found === undefined) return undefined;
    cost += found.cost;
    types.push(found.type);
  }
  const defaults = places.slice(args.length).map(({ fallback }) => fallback ?? "NULL");
  const gives = resultOf(form, types, same);
  return gives && { cost, matched: { form, types, defaults, gives } };
}

interface Taken {
  readonly type: BoundType | undefined;
  readonly cost: number;
}

/** What a place makes of an argument; undefined where it does not take it. */
function argument(spec: string, arg: ArgumentType, same: BoundType | undefined): Taken | undefined {
  if (spec === "part") return arg === "part" ? { type: undefined, cost: 0 } : undefined;
  if (arg === "part") return undefined;
  if (spec === "literal")
    return arg.name === "unknown" || isText(arg) ? { type: undefined, cost: 0 } : undefined;
  if (spec === "array") return arg.name === "array" ? { type: arg, cost: 0 } : undefined;
  if (spec === "super itself") return arg.name === "super" ? { type: arg, cost: 0 } : undefined;
  if (spec === "ordered" && arg.name === "boolean") return undefined;
  if (spec === "any" || spec === "ordered") return { type: arg.name === "unknown" ? TEXT : arg, cost: 0 };
  if (spec === "same") return same && { type: same, cost: sameType(arg, same) ? 0 : 1 };
  const bare = arg.name === "unknown";
  if (spec === "text") {
    if (arg.name === "char" || arg.name === "varchar") return { type: arg, cost: 0 };
    // A name is a text for every function (PostgreSQL 8, "Type Conversion").
    if (isText(arg)) return { type: { name: "varchar", length: arg.length }, cost: 1 };
    return isImplicit(arg, TEXT) ? { type: TEXT, cost: bare ? 1 : 20 } : undefined;
  }
  const known = CLASSES[spec];
  if (known !== undefined) {
    if (known.takes(arg)) return { type: arg, cost: 0 };
    if (bare) return { type: known.bare, cost: 2 };
    return isImplicit(arg, known.bare) || arg.name === "super" ? { type: known.bare, cost: 30 } : undefined;
  }
  return conversion(arg, parseSpec(spec));
}

const CLASSES: Readonly<
  Record<string, { readonly takes: (type: BoundType) => boolean; readonly bare: BoundType }>
> = {
  number: { takes: isNumber, bare: { name: "double precision" } },
  whole: { takes: isInteger, bare: { name: "bigint" } },
  exact: {
    takes: (type) => isInteger(type) || type.name === "decimal",
    bare: { name: "decimal", precision: 38, scale: 10 },
  },
};

function conversion(arg: BoundType, type: DataType): Taken | undefined {
  if (arg.name === type.name && (isText(arg) || arg.name === "varbyte")) return { type: arg, cost: 0 };
  if (arg.name === "decimal" && type.name === "decimal") return { type: arg, cost: 0 };
  if (arg.name === "unknown") return { type, cost: isText(type) ? 1 : 2 };
  const kind = castKind(arg, type);
  if (kind === "same") return { type, cost: 0 };
  if (isText(arg) && isText(type)) return { type, cost: 1 };
  if (kind === "implicit") return { type, cost: 3 + WIDTH.indexOf(type.name) };
  // A number in the place of a narrower whole one is taken, and checked when it is converted.
  if (kind === "assignment" && isInteger(arg) && isInteger(type)) return { type, cost: 10 };
  if (kind === "assignment" && isText(type)) return { type, cost: 20 };
  return kind === "assignment" && arg.name === "super" ? { type, cost: 30 } : undefined;
}

const WIDTH: readonly string[] = ["smallint", "integer", "bigint", "decimal", "real", "double precision"];

const specs = new Map<string, DataType>();

/** The type of a place or of a result: `varchar`, `decimal`, `decimal(10,2)`. The tables of functions name a few dozen. */
function parseSpec(spec: string): DataType {
  const known = specs.get(spec);
  if (known !== undefined) return known;
  const type = typeOfSpec(spec);
  specs.set(spec, type);
  return type;
}

function typeOfSpec(spec: string): DataType {
  const [, name = spec, args = ""] = /^([a-z ]+)\(([\d, ]+)\)$/.exec(spec) ?? [];
  const [first, second] = args === "" ? [] : args.split(",").map(Number);
  if (name === "decimal")
    return { name, precision: first ?? 38, scale: second ?? (first === undefined ? 10 : 0) };
  if (name === "varchar" || name === "char")
    return { name, length: first ?? (name === "varchar" ? 65_535 : 4096) };
  if (name === "varbyte") return { name, length: first ?? 64_000 };
  return { name } as DataType;
}

function resultOf(
  { gives }: FunctionForm,
  types: readonly (BoundType | undefined)[],
  same: BoundType | undefined,
): DataType | undefined {
  if (typeof gives !== "string") return gives(types.map((type) => type ?? TEXT));
  if (gives === "same") return same === undefined || same.name === "unknown" ? TEXT : same;
  const place = /^\$(\d)$/.exec(gives)?.[1];
  if (place === undefined) return parseSpec(gives);
  const type = types[Number(place) - 1];
  return type === undefined || type.name === "unknown" ? TEXT : type;
}
