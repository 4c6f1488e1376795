/** The terms that a JSON Schema is written in here. Pure. */

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** Any text. */
export const text: Schema = { type: "string" };
/** A whole number. */
export const count: Schema = { type: "integer" };
/** Any number. */
export const number: Schema = { type: "number" };
/** True or false. */
export const flag: Schema = { type: "boolean" };
/** ISO 8601 with its zone. */
export const moment: Schema = {
  type: "string",
  format: "date-time",
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`,
};
/** What a check may be: `error` refuses the run, `warn` is reported. */
export const severity: Schema = { enum: ["error", "warn"] };
/** Rows of the warehouse by the names of their columns, which are data; values as the warehouse prints them, but for moments, which are in ISO 8601. */
export const rows: Schema = {
  type: "array",
  items: { type: "object", additionalProperties: { type: ["string", "null"] } },
};

/** Returns the schema of a list of such. */
export const list = (items: Schema): Schema => ({ type: "array", items });
/** Returns the schema of what may be unknown. */
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });

/** Returns the schema of an object that has these keys, may have the optional ones, and no other. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
) {
  return {
    type: "object",
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  };
}
