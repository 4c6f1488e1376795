/** COPY and UNLOAD of the Database Developer Guide. */
import type { Name, NumberLiteral, QualifiedName, Span, Text, Variable } from "./node.ts";

/** COPY from files. */
export interface Copy {
  readonly kind: "copy";
  readonly table: QualifiedName;
  readonly columns: readonly Name[];
  readonly source: Text;
  readonly options: readonly TransferOption[];
  readonly span: Span;
}

/** UNLOAD of a query to files. */
export interface Unload {
  readonly kind: "unload";
  /** The query as a text of its own. */
  readonly query: Text;
  readonly target: Text;
  readonly options: readonly TransferOption[];
  readonly span: Span;
}

/** One option, by its main word, with what belongs to it. */
export interface TransferOption {
  readonly kind: "option";
  /** In lower case: `iam_role`, `format`, `json`, `gzip`, `maxerror` … or `variable`, a bare one in the place of an option. */
  readonly name: string;
  readonly values: readonly OptionValue[];
  readonly span: Span;
}

/** What belongs to an option: texts, numbers, words such as `on`, columns. */
export type OptionValue = Text | NumberLiteral | Variable | OptionWord | Name;

/** A word with a meaning of its own after an option. */
export interface OptionWord {
  readonly kind: "word";
  readonly word: string;
  readonly span: Span;
}
