/** The warehouse's session, and before it what only the server can answer: who is connected, and what clients ask first. */
import { parseStatements, type ParsedStatement } from "../dialect/parsed.ts";
import type { Expression } from "../dialect/syntax/expression.ts";
import type { Statement as Tree } from "../dialect/syntax/statement.ts";
import { childrenOf } from "../dialect/syntax/walk.ts";
import type { Column, Result } from "../warehouse/warehouse.ts";
import { accountStatement, refuseCopyRole } from "./account-statements.ts";
import type { Accounts } from "./accounts.ts";
import type { Backends } from "./backends.ts";
import type { CatalogueAsker, Catalogue } from "./catalogue/catalogue.ts";
import { catalogueQuestion } from "./catalogue/question.ts";
import type { DescribingSession } from "./describing.ts";
import { setsFixedParameter, shownParameter } from "./settings.ts";

/** What all sessions of a server share. */
interface Shared {
  readonly backends: Backends;
  readonly catalogue: Catalogue;
  readonly accounts: Accounts;
  readonly onStatement: (sql: string) => void;
}

/** A statement that the server answers itself. */
interface ServerAnswer {
  readonly columns: () => Promise<readonly Column[]>;
  readonly result: () => Promise<Result>;
}

/**
 * A client's session: answers catalogue questions, SHOW, fixed settings, statements about users and the two functions that end a
 * session; all else goes to the warehouse.
 */
export class ClientSession implements DescribingSession {
  readonly id: number;
  private readonly session: DescribingSession;
  private readonly shared: Shared;
  private readonly asker: CatalogueAsker;

  constructor(
    session: DescribingSession,
    shared: Shared,
    { user, database }: { readonly user: string; readonly database: string },
  ) {
    this.id = session.id;
    this.session = session;
    this.shared = shared;
    this.asker = { session, processId: session.id, user, database, accounts: shared.accounts };
  }

  async execute(sql: string): Promise<Result> {
    this.shared.onStatement(sql);
    const [statement] = parseStatements(sql).statements;
    if (statement === undefined) return this.session.execute(sql);
    refuseCopyRole(statement.tree, this.shared.accounts, this.asker.user);
    return this.answerOf(statement)?.result() ?? this.session.execute(sql);
  }

  async describe(sql: string): Promise<readonly Column[]> {
    const [statement] = parseStatements(sql).statements;
    return (statement && this.answerOf(statement)?.columns()) ?? this.session.describe(sql);
  }

  cancel(): Promise<void> {
    return this.session.cancel();
  }

  private answerOf(statement: ParsedStatement): ServerAnswer | undefined {
    const { tree } = statement;
    if (setsFixedParameter(tree)) return changed(() => "SET");
    const change = accountStatement(tree, this.shared.accounts, this.asker.user);
    if (change !== undefined) return changed(change);
    const shown = shownParameter(tree);
    if (shown !== undefined) return singleValue("SHOW", shown[0], "character varying", () => shown[1]);

    const end = endOfSession(tree);
    if (end !== undefined) {
      const { name, processId } = end;
      return singleValue("SELECT", name, "boolean", async () =>
        (await this.shared.backends[name](processId)) ? "t" : "f",
      );
    }

    const self = selfOf(tree);
    if (self !== undefined) return singleValue("SELECT", self, "name", () => this.asker.user);

    const question = catalogueQuestion(statement);
    if (question === undefined) return undefined;
    return {
      columns: () => this.shared.catalogue.describe(question),
      result: () => this.shared.catalogue.answer(question, this.asker),
    };
  }
}

/** A statement without rows, carried out by what returns its command. */
function changed(execute: () => string): ServerAnswer {
  return {
    columns: async () => [],
    result: async () => ({ command: execute(), rowCount: 0, columns: [], rows: [], notices: [] }),
  };
}

function singleValue(
  command: string,
  name: string,
  type: string,
  value: () => string | Promise<string>,
): ServerAnswer {
  const columns = [{ name, type }];
  return {
    columns: async () => columns,
    result: async () => ({ command, rowCount: 1, columns, rows: [[await value()]], notices: [] }),
  };
}

/** `select current_user` and its like: the warehouse knows one user, whoever is connected. */
function selfOf(tree: Tree): string | undefined {
  const value = onlyValue(tree);
  const asks =
    value?.kind === "keyword_value" && ["current_user", "session_user", "user"].includes(value.name);
  return asks ? value.name : undefined;
}

/** `select pg_cancel_backend(pid)` and `select pg_terminate_backend(pid)`: numbers that only the server knows. */
function endOfSession(
  tree: Tree,
): { readonly name: "pg_cancel_backend" | "pg_terminate_backend"; readonly processId: number } | undefined {
  const call = onlyValue(tree);
  if (call?.kind !== "call" || call.name.parts.length > 1) return undefined;
  const [id, ...more] = call.args;
  if (more.length > 0 || (id?.kind !== "number" && id?.kind !== "string")) return undefined;
  const name = call.name.parts[0]?.value;
  if (name !== "pg_cancel_backend" && name !== "pg_terminate_backend") return undefined;
  return { name, processId: Number(id.kind === "number" ? id.text : id.value) };
}

/** The value of a SELECT of one value, without a label and without anything else. */
function onlyValue(tree: Tree): Expression | undefined {
  if (tree.kind !== "query" || tree.body.kind !== "select") return undefined;
  const { body } = tree;
  const [item, ...more] = body.items;
  const clauses = childrenOf(tree).length + childrenOf(body).length;
  return clauses === 2 && more.length === 0 && item?.alias === undefined ? item?.expression : undefined;
}
