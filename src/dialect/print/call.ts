/** Calls and windows as Redshift SQL. */
import type { Call, FrameBound, Window } from "../syntax/expression.ts";
import type { OrderItem } from "../syntax/query.ts";
import { printFunctionName } from "./name.ts";
import type { Printer } from "./printer.ts";

/** Returns a call with all that belongs to it. */
export function printCall(call: Call, printer: Printer): string {
  const quantifier = call.quantifier === undefined ? "" : `${call.quantifier} `;
  const args = `${quantifier}${call.args.map(printer.expression).join(", ")}`;
  const pieces = [
    `${call.approximate ? "approximate " : ""}${printFunctionName(call.name)}(${args})`,
    call.withinGroup === undefined ? "" : `within group (${printOrderBy(call.withinGroup, printer)})`,
    call.nulls === undefined ? "" : `${call.nulls} nulls`,
    call.over === undefined ? "" : `over (${printWindow(call.over, printer)})`,
  ];
  return pieces.filter((piece) => piece !== "").join(" ");
}

/** Returns `order by …`. */
export function printOrderBy(items: readonly OrderItem[], printer: Printer): string {
  const each = items.map(({ expression, direction, nulls }) =>
    [printer.expression(expression), direction, nulls === undefined ? undefined : `nulls ${nulls}`]
      .filter((word) => word !== undefined)
      .join(" "),
  );
  return `order by ${each.join(", ")}`;
}

function printWindow({ partitionBy, orderBy, frame }: Window, printer: Printer): string {
  const bound = ({ at, offset }: FrameBound): string =>
    offset === undefined ? at : `(${printer.expression(offset)}) ${at}`;
  const pieces = [
    partitionBy.length === 0 ? "" : `partition by ${partitionBy.map(printer.expression).join(", ")}`,
    orderBy.length === 0 ? "" : printOrderBy(orderBy, printer),
  ];
  if (frame !== undefined) {
    const { unit, start, end } = frame;
    pieces.push(
      end === undefined ? `${unit} ${bound(start)}` : `${unit} between ${bound(start)} and ${bound(end)}`,
    );
  }
  return pieces.filter((piece) => piece !== "").join(" ");
}
