/** The warehouse's session, and before it what only the server can answer: users, and what is fixed of a connection. */
import { parseStatements, type ParsedStatement } from "../dialect/parsed.ts";
import type { Expression } from "../dialect/syntax/expression.ts";
import type { Statement as Tree } from "../dialect/syntax/statement.ts";
import { childrenOf } from "../dialect/syntax/walk.ts";
import type { OpenResult } from "../warehouse/row-source.ts";
import type { Column, Result } from "../warehouse/warehouse.ts";
import { accountStatement, refuseCopyRole } from "./account-statements.ts";
import type { Accounts } from "./accounts.ts";
import type { Backends } from "./backends.ts";
import type { DescribingSession } from "./describing.ts";
import { setsFixedParameter, shownParameter } from "./settings.ts";

/** What all sessions of a server share. */
interface Shared {
  readonly backends: Backends;
  readonly accounts: Accounts;
  readonly onStatement: (sql: string) => void;
}

/** A statement that the server answers itself. */
interface ServerAnswer {
  readonly columns: () => Promise<readonly Column[]>;
  readonly result: () => Promise<Result>;
}

/**
 * A client's session: answers SHOW of what is the connection's, fixed settings, statements about users and the two functions that end a
 * session; all else, and every question about the catalogue, goes to the warehouse.
 */
export class ClientSession implements DescribingSession {
  readonly id: number;
  private readonly session: DescribingSession;
  private readonly shared: Shared;
  private readonly user: string;

  constructor(session: DescribingSession, shared: Shared, user: string) {
    this.id = session.id;
    this.session = session;
    this.shared = shared;
    this.user = user;
  }

  execute(sql: string): Promise<Result> {
    return this.answer(sql, () => this.session.execute(sql));
  }

  open(sql: string): Promise<OpenResult> {
    return this.answer(sql, () => this.session.open(sql));
  }

  private async answer<R extends Result>(sql: string, ask: () => Promise<R>): Promise<R | Result> {
    this.shared.onStatement(sql);
    const [statement] = parseStatements(sql).statements;
    if (statement === undefined) return ask();
    refuseCopyRole(statement.tree, this.shared.accounts, this.user);
    return this.answerOf(statement)?.result() ?? ask();
  }

  async describe(sql: string): Promise<readonly Column[]> {
    const [statement] = parseStatements(sql).statements;
    return (statement && this.answerOf(statement)?.columns()) ?? this.session.describe(sql);
  }

  cancel(): Promise<void> {
    return this.session.cancel();
  }

  private answerOf({ tree }: ParsedStatement): ServerAnswer | undefined {
    if (setsFixedParameter(tree)) return changed(() => "SET");
    const change = accountStatement(tree, this.shared.accounts, this.user);
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
    return undefined;
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
