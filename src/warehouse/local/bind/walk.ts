/** Bound expressions taken apart, put together again, and compared. */
import type { BoundExpression, ColumnValue } from "../bound/expression.ts";
import type { BoundOrder } from "../bound/query.ts";

/** Returns the expression with its own operands changed; queries within it stay as they are. */
export function mapOperands(
  value: BoundExpression,
  change: (operand: BoundExpression) => BoundExpression,
): BoundExpression {
  const order = (item: BoundOrder): BoundOrder => ({ ...item, expression: change(item.expression) });
  switch (value.kind) {
    case "constant":
    case "column":
      return value;
    case "conversion":
      return { ...value, operand: change(value.operand) };
    case "apply":
    case "nested":
      return value.args.length === 0 ? value : { ...value, args: value.args.map(change) };
    case "aggregate": {
      const { over } = value;
      return {
        ...value,
        args: value.args.map(change),
        orderBy: value.orderBy.map(order),
        over: over && {
          ...over,
          partitionBy: over.partitionBy.map(change),
          orderBy: over.orderBy.map(order),
          offsets: over.offsets.map(change),
        },
      };
    }
  }
}

/** Whether `test` holds for the expression or for something within it; queries within it are not looked into. */
export function someWithin(value: BoundExpression, test: (one: BoundExpression) => boolean): boolean {
  if (test(value)) return true;
  switch (value.kind) {
    case "constant":
    case "column":
      return false;
    case "conversion":
      return someWithin(value.operand, test);
    case "apply":
    case "nested":
      return value.args.some((one) => someWithin(one, test));
    case "aggregate": {
      const { over } = value;
      const orders = [...value.orderBy, ...(over?.orderBy ?? [])].map(({ expression }) => expression);
      return [...value.args, ...orders, ...(over?.partitionBy ?? [])].some((one) => someWithin(one, test));
    }
  }
}

/** Returns the columns within an expression, those of its queries too, each as often as it is there. */
export function columnsWithin(value: BoundExpression): readonly ColumnValue[] {
  const found: ColumnValue[] = [];
  const visit = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    if ("kind" in one && one.kind === "column") found.push(one as ColumnValue);
    else for (const inner of Object.values(one)) visit(inner);
  };
  visit(value);
  return found;
}

/** Whether rows are grouped by what it holds: an aggregate without OVER. */
export function hasAggregate(value: BoundExpression): boolean {
  return someWithin(value, (one) => one.kind === "aggregate" && one.over === undefined);
}

/** Whether it holds a query of its own. */
export function hasQuery(value: BoundExpression): boolean {
  return someWithin(value, (one) => one.kind === "nested");
}

/** Whether two are the same expression, wherever they stand. */
export function sameExpression(one: BoundExpression, other: BoundExpression): boolean {
  if (one === other) return true;
  if (one.kind !== other.kind || one.type.name !== other.type.name) return false;
  switch (one.kind) {
    case "constant":
      return one.value === (other as typeof one).value;
    case "column": {
      const { relation, name } = other as typeof one;
      return one.relation === relation && one.name === name;
    }
    case "conversion":
      return (
        one.form === (other as typeof one).form && sameExpression(one.operand, (other as typeof one).operand)
      );
    case "apply":
      return one.sql === (other as typeof one).sql && sameAll(one.args, (other as typeof one).args);
    default:
      return JSON.stringify(one, withoutPlaces) === JSON.stringify(other, withoutPlaces);
  }
}

function sameAll(some: readonly BoundExpression[], others: readonly BoundExpression[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, at) => sameExpression(one, others[at] as BoundExpression))
  );
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === "span" ? undefined : value;
}
