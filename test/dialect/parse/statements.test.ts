/** Every statement of Redshift is read whole, and printed so that it is read as the same tree. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseScript, parseStatement } from "../../../src/dialect/parse/parse.ts";
import { ParseError } from "../../../src/dialect/parse-error.ts";
import { printStatement } from "../../../src/dialect/print/print.ts";
import { splitStatements } from "../../../src/dialect/statements.ts";
import { EXAMPLES, STATEMENTS } from "./examples.ts";
import { withoutSpans } from "./without-spans.ts";

const SQL = new URL("../../../sql/", import.meta.url);

const files = readdirSync(SQL, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".sql"));

function tree(source: string): unknown {
  return withoutSpans(parseScript(source));
}

/** The tree of a statement with one of its tokens changed; undefined where that is no statement. @throws what is no ParseError. */
function changed(source: string, from: number, to: number, put: string): string | undefined {
  try {
    return JSON.stringify(tree(source.slice(0, from) + put + source.slice(to)));
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

describe.each(Object.entries(EXAMPLES))("%s", (_page, statements) => {
  test.each(statements)("%s", (source) => {
    const [first, ...others] = parseScript(source);
    if (first === undefined) throw new Error("no statement");
    expect(others).toEqual([]);
    expect(tree(printStatement(first))).toEqual([withoutSpans(first)]);
  });
});

test.each(files)("sql/%s is read and printed as the same tree", (path) => {
  const statements = parseScript(readFileSync(new URL(path, SQL), "utf8"));
  expect(statements.length).toBeGreaterThan(0);
  expect(tree(statements.map(printStatement).join(";\n"))).toEqual(statements.map(withoutSpans));
});

/** Words that change nothing, so that without them the tree is the same; brackets around one thing are such too. */
const NOISE = new Set(
  `( ) + $$ all as asymmetric boost by column default each float format from forward inner local name next option outer prepare row rows table
  temporary to transaction user using with work`.split(/\s+/),
);

test("a word that is put in anywhere is refused, or makes another tree", () => {
  const same = STATEMENTS.flatMap((source) => {
    const own = JSON.stringify(tree(source));
    const { tokens } = splitStatements(source).statements[0] ?? { tokens: [] };
    const places = [0, ...tokens.map(({ end }) => end)];
    return places.flatMap((at, index) => {
      const word = ["zzz", "where", "1", "'x'", ",", "+"][index % 6] ?? "";
      return changed(source, at, at, ` ${word} `) === own ? [`${word} at ${String(at)} in: ${source}`] : [];
    });
  });
  expect(same.join("\n")).toBe("");
});

test("without any one of its tokens a statement is refused, or another tree, unless the token is noise", () => {
  const same = STATEMENTS.flatMap((source) => {
    const own = JSON.stringify(tree(source));
    const { tokens } = splitStatements(source).statements[0] ?? { tokens: [] };
    return tokens
      .filter(({ text, start, end }) => !NOISE.has(text) && changed(source, start, end, "") === own)
      .map(({ text, start }) => `${text} at ${String(start)} in: ${source}`);
  });
  expect(same.join("\n")).toBe("");
});

test("every node says where it stands, within the node that holds it", () => {
  const outside: string[] = [];
  const walk = (node: unknown, from: number, to: number, source: string): void => {
    if (Array.isArray(node)) for (const each of node) walk(each, from, to, source);
    else if (typeof node === "object" && node !== null) {
      const { span } = node as { readonly span?: readonly [number, number] };
      const [start, end] = span ?? [from, to];
      if (start < from || end > to || (span !== undefined && end < start))
        outside.push(`${JSON.stringify(node)} in: ${source}`);
      for (const [key, value] of Object.entries(node)) if (key !== "span") walk(value, start, end, source);
    }
  };
  for (const source of STATEMENTS) {
    const { tokens } = splitStatements(source).statements[0] ?? { tokens: [] };
    const statement = parseStatement(tokens);
    expect(statement.span).toEqual([0, source.length]);
    walk(statement, 0, source.length, source);
  }
  expect(outside.join("\n")).toBe("");
});
