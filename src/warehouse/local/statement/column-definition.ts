/** A column as it is declared, of its tree. */
import type { ColumnDefinition as Syntax } from "../../../dialect/syntax/table.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { typeOf } from "../../../dialect/type-of.ts";
import type { Context } from "../bind/context.ts";

/** Returns the column. @param source the text that the tree is of, for its default */
export function columnDefinition({ name, type, attributes }: Syntax, source: string, context: Context): ColumnDefinition {
  const own = <Kind extends Syntax["attributes"][number]["kind"]>(kind: Kind) =>
    attributes.find((one): one is Extract<Syntax["attributes"][number], { readonly kind: Kind }> => one.kind === kind);
  const given = own("default");
  const identity = own("identity");
  const encode = own("encode");
  return {
    name: name.value,
    type: typeOf(type, context.position(type.span[0])),
    notNull: own("not_null") !== undefined || own("primary_key") !== undefined || identity !== undefined,
    ...(given === undefined ? {} : { defaultSql: source.slice(...given.value.span) }),
    ...(identity === undefined
      ? {}
      : { identity: { seed: identity.seed, step: identity.step, byDefault: identity.byDefault } }),
    ...(encode === undefined ? {} : { encode: encode.encoding }),
  };
}
