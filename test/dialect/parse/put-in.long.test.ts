/** Every token of a statement is in its tree: a word that is put in anywhere is seen there, means nothing there, or is refused. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { lex, type Token } from "../../../src/dialect/lexer.ts";
import { parseStatement } from "../../../src/dialect/parse/parse.ts";
import { printStatement } from "../../../src/dialect/print/print.ts";
import { CORPUS, treeOf } from "./corpus.ts";
import { withoutSpans } from "./without-spans.ts";

/**
 * What is told in other words than it is written in, and what says nothing where it stands, with a line between the tokens: both
 * sides are brought to the second.
 */
const SPELLINGS: readonly (readonly [written: RegExp, told: string])[] = (
  [
    ["isnull", "is|null"],
    ["notnull", "is|not|null"],
    ["!=", "<>"],
    ["minus", "except"],
    ["some", "any"],
    ["temp", "temporary"],
    ["analyse", "analyze"],
    ["end", "commit"],
    ["abort", "rollback"],
    ["start", "begin"],
    ["(begin|commit|rollback)\\|(?:work|transaction)", "$1"],
    ["(left|right|full)\\|outer", "$1"],
    ["natural\\|inner", "natural"],
    ["local\\|temporary", "temporary"],
    ["between\\|asymmetric", "between"],
    ["fetch\\|next", "fetch"],
    ["(truncate|lock|into|into\\|temporary)\\|table", "$1"],
    ["with\\|credentials", "credentials"],
    ["limit\\|all", "limitless"],
    ["(offset\\|[^|]+)\\|rows?", "$1"],
    ["time\\|zone", "timezone"],
    ["show\\|transaction\\|isolation\\|level", "show|transaction_isolation"],
    ["diststyle\\|key\\|distkey", "distkey"],
    ["deallocate\\|prepare", "deallocate"],
    ["sys\\|secadmin", "sys:secadmin"],
    ["operator\\|\\(\\|pg_catalog\\|\\.\\|([^|]+)\\|\\)", "$1"],
  ] as const
).map(([written, same]) => [new RegExp(`(?<=\\|)${written}(?=\\|)`, "g"), same]);

/** Tokens that often say nothing, and are not asked for; that the tree is read again from its text holds them. */
const QUIET: ReadonlySet<string> = new Set(["as", "from", "for", "format", "(", ")", "limitless"]);

/** The values of the tokens in lower case, spelled in one way. */
function told(tokens: readonly Token[]): readonly string[] {
  let all = `|${tokens.map(({ value }) => value.toLowerCase().replaceAll("|", "¦")).join("|")}|`;
  for (const [written, same] of SPELLINGS) all = all.replaceAll(written, same);
  if (all.startsWith("|set|")) all = all.replace("|=|", "|to|");
  // Modes of a transaction may have commas between them, and TRIM with a comma is told with FROM.
  if (all.startsWith("|begin|") || all.includes("|trim|(|")) all = all.replaceAll("|,|", "|");
  return all.split("|").slice(1, -1);
}

/** What stands more often in one list than in the other. */
function missing(tokens: readonly Token[], printed: readonly Token[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of told(printed)) left.set(one, (left.get(one) ?? 0) + 1);
  return told(tokens).filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0 && !QUIET.has(one);
  });
}

test.each(CORPUS.map((tokens) => [tokens.map(({ text }) => text).join(" "), tokens] as const))(
  "%s",
  (_text, tokens) => {
    const tree = parseStatement(tokens);
    const printed = lex(printStatement(tree)).tokens;
    expect(missing(tokens, printed)).toEqual([]);
    expect(withoutSpans(parseStatement(printed))).toEqual(withoutSpans(tree));
  },
);

/** What becomes of a statement with a word put in before the token of this index: nothing to tell where it is refused. */
function putIn(tokens: readonly Token[], at: number, text: string): unknown {
  const all = [...tokens.slice(0, at), ...lex(text).tokens, ...tokens.slice(at)];
  const tree = treeOf(all);
  if (tree === undefined) return undefined;
  const printed = printStatement(tree);
  const read = lex(printed).tokens;
  const unseen = missing(all, read);
  expect(withoutSpans(treeOf(read))).toEqual(withoutSpans(tree));
  return unseen.length === 0
    ? undefined
    : { source: all.map((token) => token.text).join(" "), printed, unseen };
}

test("a name that is put in anywhere is in the tree or is refused", () => {
  const wrong = CORPUS.flatMap((tokens) =>
    Array.from({ length: tokens.length + 1 }, (_, at) => putIn(tokens, at, "zzz") ?? []).flat(),
  );
  expect(wrong).toEqual([]);
});

const WORDS = [...new Set(CORPUS.flatMap((tokens) => tokens.map(({ text }) => text)))];

test("a word that is put in anywhere is in the tree, says nothing there, or is refused", () => {
  const word = fc.oneof(
    fc.constantFrom('"z z"', "'zzz'", "4711", "as", "not", "all", "distinct", "only", "from", "using"),
    fc.constantFrom(...WORDS),
  );
  fc.assert(
    fc.property(fc.nat(CORPUS.length - 1), fc.nat(), word, (index, place, text) => {
      const tokens = CORPUS[index] ?? [];
      expect(putIn(tokens, place % (tokens.length + 1), text)).toBeUndefined();
    }),
    { numRuns: 3000 },
  );
});
