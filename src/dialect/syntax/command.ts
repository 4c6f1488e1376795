/** Commands that this project reads whole and does not interpret: users, rights, external tables, functions, data shares … */
import type { Count, QualifiedName, Span, Text, TypeName } from "./node.ts";
import type { Expression } from "./expression.ts";
import type { Query } from "./query.ts";

/** One command, read by its synopsis in the Database Developer Guide. */
export interface Command {
  readonly kind: "command";
  /** Its first words in lower case, as they head its page: `create user`, `grant`, `show tables`. */
  readonly command: string;
  /** All of it in order. */
  readonly parts: readonly CommandPart[];
  readonly span: Span;
}

/** A keyword or a sign of a command, or what stands in a place of its synopsis. */
export type CommandPart = CommandWord | CommandSlot;

/** A keyword in lower case, or a sign. */
export interface CommandWord {
  readonly kind: "command_word";
  readonly text: string;
  readonly span: Span;
}

/** What stands in a place of the synopsis: `user` in `drop user <user>`. */
export interface CommandSlot {
  readonly kind: "slot";
  readonly slot: string;
  readonly value: QualifiedName | Text | Count | TypeName | Expression | Query;
  readonly span: Span;
}
