/** An error as a person reads it: what, where, next. */
import type { DwhError } from "../errors.ts";

/** Returns the lines for a terminal, with a line feed at the end. */
export function explain(error: Pick<DwhError, "message" | "where" | "next">): string {
  const lines = [`error: ${indent(error.message)}`];
  if (error.where !== undefined) lines.push(`  ${indent(error.where)}`);
  if (error.next !== undefined) lines.push(`  next: ${indent(error.next)}`);
  return `${lines.join("\n")}\n`;
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
