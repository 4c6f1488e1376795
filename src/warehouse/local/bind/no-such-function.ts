/** The error of a call that no form of a function takes. */
import type { Span } from "../../../dialect/syntax/node.ts";
import { findFunction } from "../functions/tables.ts";
import type { Argument } from "./apply-form.ts";
import { fault, type Context } from "./context.ts";
import { typeName } from "./convert.ts";
import { callHint } from "./fitting-cast.ts";

/** Returns it: SQLSTATE 42883, with the types that were given and the cast to write. */
export function noSuchFunction(context: Context, name: string, args: readonly Argument[], span: Span): Error {
  const types = args.map((arg) => (typeof arg === "string" ? arg : typeName(arg.type)));
  return fault(context, `function ${name}(${types.join(", ")}) does not exist`, span, {
    sqlState: "42883",
    next: callHint(name, findFunction(name), args),
  });
}
