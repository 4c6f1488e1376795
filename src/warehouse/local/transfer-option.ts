/** Options of COPY and UNLOAD, each at its place ("COPY parameter reference" and "UNLOAD" of the Database Developer Guide). */
import type { OptionValue, TransferOption } from "../../dialect/syntax/transfer.ts";
import { SqlError, type Position } from "../../errors.ts";

/** What an option means, at its place. */
export interface Option {
  readonly name: string;
  readonly values: readonly OptionValue[];
  readonly at: Position;
}

const AUTHORIZATIONS: ReadonlySet<string> = new Set(["iam_role", "credentials", "access_key_id"]);
/** What comes with an authorization. */
const KEYS: ReadonlySet<string> = new Set(["secret_access_key", "session_token"]);

/**
 * Gives the options in order to `take`, without those of the authorization, and returns the names of all.
 * @param command for the words of an error
 * @param at the place of an offset in the source
 * @throws SqlError for one that stands there twice, for a second authorization, and what `take` throws
 */
export function takeOptions(
  command: string,
  {
    options,
    span,
  }: { readonly options: readonly TransferOption[]; readonly span: readonly [number, number] },
  at: (offset: number) => Position,
  take: (option: Option) => void,
): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const { name, values, span: own } of options) {
    const option = { name, values, at: at(own[0]) };
    if (seen.has(name))
      throw new SqlError(`conflicting or redundant options: ${name.toUpperCase()}`, option.at);
    if (AUTHORIZATIONS.has(name) && isAuthorized(seen))
      throw new SqlError("conflicting or redundant options: more than one authorization", option.at);
    seen.add(name);
    if (!AUTHORIZATIONS.has(name) && !KEYS.has(name)) take(option);
  }
  if (isAuthorized(seen)) return seen;
  throw new SqlError(`${command} needs an authorization`, at(span[0]), {
    next: "add iam_role default, or iam_role 'arn:…'",
  });
}

function isAuthorized(names: ReadonlySet<string>): boolean {
  return [...AUTHORIZATIONS].some((name) => names.has(name));
}

/** Returns the text that stands after an option. @throws SqlError where a variable stands in its place. */
export function literalOf({ values: [value], at }: Option): string {
  return textOf(value, at);
}

/** Returns the text. @throws SqlError where a variable stands in its place. */
export function textOf(value: OptionValue | undefined, at: Position): string {
  if (value?.kind === "string") return value.value;
  throw new SqlError("a literal in single quotes is needed here", at, {
    next: "psql variables have values only in the files of a run",
  });
}
