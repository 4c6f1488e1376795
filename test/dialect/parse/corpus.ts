/** Statements that are read, from everywhere: the examples of this room, those of docs/dialect.md, and the files of sql/. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ParseError } from "../../../src/dialect/parse-error.ts";
import { parseStatement } from "../../../src/dialect/parse/parse.ts";
import { splitStatements } from "../../../src/dialect/statements.ts";
import type { Token } from "../../../src/dialect/lexer.ts";
import type { Statement } from "../../../src/dialect/syntax/statement.ts";
import { KNOWN_CLAUSES } from "../../../src/warehouse/local/known/clauses.ts";
import { KNOWN_STATEMENTS } from "../../../src/warehouse/local/known/statements.ts";
import { STATEMENTS } from "./examples.ts";

/** Returns the tree of one statement's tokens; undefined where they are no statement. @throws whatever is no ParseError. */
export function treeOf(tokens: readonly Token[]): Statement | undefined {
  try {
    return parseStatement(tokens);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

const SQL = resolve(import.meta.dirname, "../../../sql");
const files = readdirSync(SQL, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sql"));

const texts = [
  ...STATEMENTS,
  ...[KNOWN_STATEMENTS, ...Object.values(KNOWN_CLAUSES)].flatMap((rows) =>
    Object.values(rows).map(({ example }) => example),
  ),
  ...files.map((name) => readFileSync(join(SQL, name), "utf8")),
];

/** The tokens of each. */
export const CORPUS: readonly (readonly Token[])[] = texts
  .flatMap((text) => splitStatements(text).statements)
  .map(({ tokens }) => tokens)
  .filter((tokens) => treeOf(tokens) !== undefined);
