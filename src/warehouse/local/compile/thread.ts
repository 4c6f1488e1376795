/** The thread that compiles: answers the questions that it is sent, one after the other. It is a program of its own, dist/compile-thread.js. */
import { parentPort } from "node:worker_threads";
import { outlineOf } from "../../../dialect/outline.ts";
import { parametersIn } from "../../../dialect/parameters-in.ts";
import { parsedOf, type ParsedScript, type ParsedStatement } from "../../../dialect/parsed.ts";
import { splitStatements } from "../../../dialect/statements.ts";
import { SqlError } from "../../../errors.ts";
import { relationsOf } from "../gather-relations.ts";
import { carriedOf } from "./carried-error.ts";
import { checkScript, planText, type SentStatement } from "./compiler.ts";
import type { Answer, Question } from "./questions.ts";

/** How many statements a text may have. */
const MOST_STATEMENTS = 10_000;

/** The last text: one is read several times before it is planned. */
let last: { readonly sql: string; readonly script: ParsedScript } | undefined;

parentPort?.on("message", (question: Question) => {
  let answer: Answer;
  try {
    answer = { value: answerOf(question) };
  } catch (error) {
    answer = { error: carriedOf(error) };
  }
  parentPort?.postMessage(answer, []);
});

function answerOf(question: Question): unknown {
  const { sql } = question;
  const script = scriptOf(sql);
  if (question.kind === "read") return script.statements.map(sketchOf);
  const read = checkScript(script);
  if (question.kind !== "plan") return read && { statement: sketchOf(read.statement), comments: [] };
  if (read === undefined) throw new RangeError("an empty text has no plan");
  const { session, describes } = question;
  return planText(read, { source: sql, relations: relationsOf(question.relations), session }, describes);
}

function scriptOf(sql: string): ParsedScript {
  if (last?.sql === sql) return last.script;
  // Two of them may be too large for the memory.
  last = undefined;
  const { statements, comments } = splitStatements(sql);
  const [tooMuch] = statements.slice(MOST_STATEMENTS);
  if (tooMuch !== undefined)
    throw new SqlError(`a text has more than ${String(MOST_STATEMENTS)} statements`, tooMuch, {
      sqlState: "54001",
      next: "send it in parts",
    });
  last = { sql, script: { statements: statements.map(parsedOf), comments } };
  return last.script;
}

function sketchOf(statement: ParsedStatement): SentStatement {
  const places = parametersIn(statement.tree).flatMap(({ number, span }) => [number, ...span]);
  return { ...statement, tokens: [], tree: outlineOf(statement.tree), places: Int32Array.from(places) };
}
