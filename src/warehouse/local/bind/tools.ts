/** What a function's own `bind` works with, made of the binder's rules. */
import type { Tools } from "../functions/tools.ts";
import { commonTypeOf } from "../types/common-type.ts";
import { arithmetic } from "./arithmetic.ts";
import { comparable, compare } from "./compare.ts";
import { argumentForm, cast, isImplicit, typeName } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import { castOf } from "./fitting-cast.ts";
import { noSuchFunction } from "./no-such-function.ts";

/** Returns the tools of a statement. */
export function toolsOf(context: Context): Tools {
  return {
    convert(value, type, span) {
      if (value.type.name === "super" || isImplicit(value.type, type))
        return cast(context, value, type, argumentForm(value), span);
      const what = `a value of type ${typeName(value.type)} is not of type ${typeName(type)}`;
      throw fault(context, what, span, { sqlState: "42883", next: castOf(value, "it", type) });
    },
    together(values, what, span) {
      const type = commonTypeOf(values.map((value) => value.type));
      if (type !== undefined) return values.map((value) => cast(context, value, type, "implicit", span));
      const [first, other] = [...new Set(values.map((value) => typeName(value.type)))].filter(
        (name) => name !== "unknown",
      );
      throw fault(context, `${what} types ${String(first)} and ${String(other)} cannot be matched`, span, {
        sqlState: "42804",
        next: "cast them to one type",
      });
    },
    compare: (operator, left, right, span) => compare(context, operator, [left, right], span),
    arithmetic: (operator, left, right, span) => arithmetic(context, operator, [left, right], span),
    session: (name) => context.session.values[name],
    setting: (name) => context.session.settings.get(name),
    searchPath: context.session.searchPath,
    comparable,
    literal(value, what, span) {
      if (value.kind === "constant" && value.value !== null) return value.value;
      // Which one it will be changes nothing of the type that the call has.
      if (value.kind === "constant" && value.parameter !== undefined) return "0";
      throw fault(context, `${what} has to be a literal on the local warehouse`, span, { sqlState: "0A000" });
    },
    noSuchFunction: (name, args, span) => noSuchFunction(context, name, args, span),
    error: (what, span, facts) => fault(context, what, span, facts),
  };
}
