/** Types as the binder knows them. */
import type { DataType } from "../../../dialect/types.ts";

/** A type, or that of a text or NULL in the statement that still takes the type that its place wants (PostgreSQL 8, "Type Conversion"). */
export type BoundType = DataType | { readonly name: "unknown" };

/** A text whose length nothing says. */
export const TEXT: DataType = { name: "varchar", length: 65_535 };
