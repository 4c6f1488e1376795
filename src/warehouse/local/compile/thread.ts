/** The thread that compiles: answers the questions that it is sent, one after the other. It is a program of its own, dist/compile-thread.js. */
import { parentPort } from "node:worker_threads";
import { outlineOf } from "../../../dialect/outline.ts";
import { parametersIn } from "../../../dialect/parameters-in.ts";
import { parsedOf, type ParsedStatement } from "../../../dialect/parsed.ts";
import { splitStatements } from "../../../dialect/statements.ts";
import { SqlError } from "../../../errors.ts";
import { relationsOf } from "../gather-relations.ts";
import type { ReadStatement } from "../statement/plan-statement.ts";
import { carriedOf } from "./carried-error.ts";
import { checkText, planText, type SentStatement } from "./compiler.ts";
import type { Answer, Question } from "./questions.ts";

/** How many statements a text may have. */
const MOST_STATEMENTS = 10_000;

/** The last text that was checked: it is planned next. */
let last: { readonly sql: string; readonly read: ReadStatement | undefined } | undefined;

parentPort?.on("message", (question: Question) => {
  let answer: Answer;
  try {
    answer = { value: answerOf(question) };
  } catch (error) {
    answer = { error: carriedOf(error) };
  }
  parentPort?.postMessage(answer);
});

function answerOf(question: Question): unknown {
  const { sql } = question;
  if (question.kind === "read") return readText(sql);
  if (last?.sql !== sql) {
    // Two of them may be too large for the memory.
    last = undefined;
    last = { sql, read: checkText(sql) };
  }
  const { read } = last;
  if (question.kind !== "plan") return read && { statement: sketchOf(read.statement), comments: [] };
  if (read === undefined) throw new RangeError("an empty text has no plan");
  const { session, describes } = question;
  return planText(read, { source: sql, relations: relationsOf(question.relations), session }, describes);
}

function readText(sql: string): readonly SentStatement[] {
  const { statements } = splitStatements(sql);
  const [tooMuch] = statements.slice(MOST_STATEMENTS);
  if (tooMuch !== undefined)
    throw new SqlError(`a text has more than ${String(MOST_STATEMENTS)} statements`, tooMuch, {
      sqlState: "54001",
      next: "send it in parts",
    });
  return statements.map((statement) => sketchOf(parsedOf(statement)));
}

function sketchOf(statement: ParsedStatement): SentStatement {
  const places = parametersIn(statement.tree).flatMap(({ number, span }) => [number, ...span]);
  return { ...statement, tokens: [], tree: outlineOf(statement.tree), places: Int32Array.from(places) };
}
