/** Turns a text into what DuckDB is given. */
import { parseStatements, type ParsedScript, type ParsedStatement } from "../../../dialect/parsed.ts";
import { refuse } from "../../../dialect/refuse/refusals.ts";
import type { DataType } from "../../../dialect/types.ts";
import { SqlError } from "../../../errors.ts";
import type { Relations } from "../bind/relation.ts";
import type { Surroundings } from "../bind/make-context.ts";
import type { Plan } from "../statement/plan.ts";
import { planStatement, type ReadStatement } from "../statement/plan-statement.ts";

/** A statement of a text. */
export interface SentStatement extends ParsedStatement {
  /** Where the tree is an outline (dialect/outline.ts), which has no tokens: number, start and end of each parameter, one after the other. */
  readonly places?: Int32Array;
}

/** One statement that may be sent, with the comments of its text; in outline both are left with who plans it. */
export type CheckedStatement = ReadStatement & { readonly statement: SentStatement };

/** Relations that can be handed on. */
export interface GatheredRelations extends Relations {
  readonly all: ReadonlyMap<string, Relation>;
}
type Relation = NonNullable<ReturnType<Relations["find"]>>;

/** What a statement is planned against. */
export interface PlanningFacts extends Omit<Surroundings, "relations" | "parameters"> {
  readonly relations: GatheredRelations;
}

/** A plan, and the types of its parameters as far as their places tell them. */
export interface Planned {
  readonly plan: Plan;
  readonly parameters: ReadonlyMap<number, DataType>;
}

/** Reads and plans. What throws does so as the functions of `dialect` and `planStatement` do; an aborted signal ends it with its reason. */
export interface Compiler {
  /** All statements of a text. */
  read(sql: string, signal?: AbortSignal): Promise<readonly SentStatement[]>;
  /** The only statement of a text, which Redshift takes; undefined for an empty text. */
  check(sql: string, signal?: AbortSignal): Promise<CheckedStatement | undefined>;
  /** What that statement comes to. @param describes whether the types of its parameters are looked for */
  plan(
    checked: CheckedStatement,
    facts: PlanningFacts,
    describes: boolean,
    signal?: AbortSignal,
  ): Promise<Planned>;
}

/** At once. */
export const AT_ONCE: Compiler = {
  read: async (sql) => parseStatements(sql).statements,
  check: async (sql) => checkScript(parseStatements(sql)),
  plan: async (checked, facts, describes) => planText(checked, facts, describes),
};

/** As {@link Compiler.check}, of a text that is parsed already. */
export function checkScript({ statements, comments }: ParsedScript): ReadStatement | undefined {
  const [statement, second] = statements;
  if (second !== undefined)
    throw new SqlError("one statement at a time", second, {
      next: "send the statements one by one",
    });
  if (statement !== undefined) refuse(statement);
  return statement && { statement, comments };
}

/** As {@link Compiler.plan}. */
export function planText(
  read: ReadStatement,
  { source, relations, session }: Omit<PlanningFacts, "relations"> & { readonly relations: Relations },
  describes: boolean,
): Planned {
  const parameters = new Map<number, DataType>();
  const plan = planStatement(read, {
    source,
    relations,
    session,
    parameters: describes ? parameters : undefined,
  });
  return { plan, parameters };
}
