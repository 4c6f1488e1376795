/** Calls whose arguments SQL spells with words, as plain calls of the functions that the tables hold. */
import type {
  AtTimeZone,
  Call,
  Expression,
  Extract,
  Position,
  Trim,
} from "../../../dialect/syntax/expression.ts";

const TRIMS = { both: "btrim", leading: "ltrim", trailing: "rtrim" } as const;

/** Returns the call: EXTRACT is `extract`, AT TIME ZONE is `timezone` with the zone first, TRIM one of three. */
export function spelledCall(syntax: AtTimeZone | Extract | Trim | Position): Call {
  switch (syntax.kind) {
    case "at_time_zone":
      return callOf("timezone", [syntax.zone, syntax.operand], syntax);
    case "extract": {
      const part = { kind: "string", value: syntax.part, span: syntax.span } as const;
      return callOf("extract", [part, syntax.operand], syntax);
    }
    case "trim": {
      const name = TRIMS[syntax.side ?? "both"];
      return callOf(
        name,
        syntax.characters === undefined ? [syntax.operand] : [syntax.operand, syntax.characters],
        syntax,
      );
    }
    case "position":
      return callOf("strpos", [syntax.haystack, syntax.needle], syntax);
  }
}

function callOf(name: string, args: readonly Expression[], { span }: Expression): Call {
  return {
    kind: "call",
    name: { kind: "qualified_name", parts: [{ kind: "name", value: name, variable: false, span }], span },
    approximate: false,
    quantifier: undefined,
    args,
    nulls: undefined,
    withinGroup: undefined,
    over: undefined,
    span,
  };
}
