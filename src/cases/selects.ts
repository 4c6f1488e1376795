/** The files of a warehouse that answer with rows, and the cases that each of them needs. Pure. */
import { renderVariables } from "../dialect/variables.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { isCheck } from "../plan/sql-file.ts";
import { variablesOfFloor } from "../plan/variables.ts";
import type { AnsweredRow, SqlCase } from "./sql-case.ts";

/** A file of `sql/` that is one select. */
export interface Select {
  readonly name: string;
  readonly kind: "check" | "audit" | "analysis" | "sum";
  readonly text: string;
}

/** A case that a select needs. */
export interface NeededCase {
  /** Ends the sentence "has a case in which it …". */
  readonly what: string;
  /** What is missing where it is not there. */
  readonly wanted: string;
  readonly isThere: boolean;
}

/** Returns the checks, audits, analyses and sums of a warehouse. */
export function selectsOf({ steps, analyses, sums }: SqlFolder): readonly Select[] {
  return [...steps, ...analyses, ...sums].flatMap(({ name, kind, floor, statements: [first] }) => {
    if (first === undefined || (!isCheck(kind) && kind !== "analysis" && kind !== "sum")) return [];
    return [{ name, kind, text: renderVariables(first, floor === undefined ? {} : variablesOfFloor(floor)) }];
  });
}

/** Returns the two cases that a select needs: one that it tells of, and one that it does not. */
export function neededCases({ name, kind }: Select, cases: readonly SqlCase[]): readonly NeededCase[] {
  const answers = cases.flatMap(({ expected }) => (expected[name] === undefined ? [] : [expected[name]]));
  const need = (what: string, wanted: string, isThere: boolean): NeededCase => ({
    what,
    wanted: `a case of test/sql/cases ${wanted}`,
    isThere,
  });
  if (kind === "sum") {
    return [
      need("holds", `in which ${name} holds`, answers.flat().some(holds)),
      need("does not hold", `in which ${name} does not hold`, !answers.flat().every(holds)),
    ];
  }
  return [
    need("returns rows", `that expects rows of ${name}`, answers.flat().length > 0),
    need(
      "returns none",
      `that expects [] of ${name}`,
      answers.some((rows) => rows.length === 0),
    ),
  ];
}

function holds({ counted, expected }: AnsweredRow): boolean {
  return counted === expected;
}
