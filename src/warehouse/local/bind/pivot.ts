/** PIVOT and UNPIVOT ("PIVOT and UNPIVOT examples" of the Developer Guide). */
import type { Pivot, Unpivot } from "../../../dialect/syntax/query.ts";
import { fault, type Context } from "./context.ts";
import type { BoundFrom } from "./from.ts";
import type { Scope } from "./scope.ts";

/** Returns the pivoted table. */
export function pivot(syntax: Pivot, _source: BoundFrom, _outer: Scope, context: Context): BoundFrom {
  throw fault(context, "PIVOT is not supported on the local warehouse", syntax.span, { sqlState: "0A000" });
}

/** Returns the unpivoted table. */
export function unpivot(syntax: Unpivot, _source: BoundFrom, _outer: Scope, context: Context): BoundFrom {
  throw fault(context, "UNPIVOT is not supported on the local warehouse", syntax.span, { sqlState: "0A000" });
}
