/** The warehouse's session, and before it what only the server can answer: users, and what is fixed of a connection. */
import type { ParsedStatement } from "../dialect/parsed.ts";
import type { Expression } from "../dialect/syntax/expression.ts";
import type { Statement as Tree } from "../dialect/syntax/statement.ts";
import type { Prepare } from "../dialect/syntax/session.ts";
import { childrenOf } from "../dialect/syntax/walk.ts";
import { SqlError, WarehouseError } from "../errors.ts";
import { NOTHING, type Description } from "../warehouse/local/columns-of.ts";
import type { SentStatement } from "../warehouse/local/compile/compiler.ts";
import type { OpenResult } from "../warehouse/row-source.ts";
import type { Column, Result } from "../warehouse/warehouse.ts";
import { accountStatement, refuseCopyRole } from "./account-statements.ts";
import type { Accounts } from "./accounts.ts";
import type { Backends } from "./backends.ts";
import type { DescribingSession } from "./describing.ts";
import { sampleOf, type PreparedStatements } from "./prepared-statements.ts";
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
  private readonly prepared: PreparedStatements;

  constructor(
    session: DescribingSession,
    shared: Shared,
    { user, prepared }: { readonly user: string; readonly prepared: PreparedStatements },
  ) {
    this.id = session.id;
    this.session = session;
    this.shared = shared;
    this.user = user;
    this.prepared = prepared;
  }

  read(sql: string): Promise<readonly SentStatement[]> {
    return this.session.read(sql);
  }

  execute(sql: string): Promise<Result> {
    return this.answer(sql, (text) => this.session.execute(text));
  }

  open(sql: string): Promise<OpenResult> {
    return this.answer(sql, (text) => this.session.open(text));
  }

  private async answer<R extends Result>(sql: string, ask: (sql: string) => Promise<R>): Promise<R | Result> {
    this.shared.onStatement(sql);
    const [statement] = await this.read(sql);
    if (statement === undefined) return ask(sql);
    const { tree } = statement;
    const executed = this.prepared.executed(tree, sql);
    if (executed !== undefined) return withoutPlace(ask(executed));
    if (tree.kind === "prepare") return this.prepare(tree, sql);
    refuseCopyRole(tree, this.shared.accounts, this.user);
    return this.answerOf(statement)?.result() ?? ask(sql);
  }

  async describe(sql: string): Promise<Description> {
    const [statement] = await this.read(sql);
    if (statement === undefined) return NOTHING;
    const executed = this.prepared.executed(statement.tree, sql);
    if (executed !== undefined) return withoutPlace(this.session.describe(executed));
    const columns = await this.answerOf(statement)?.columns();
    return columns === undefined ? this.session.describe(sql) : { ...NOTHING, columns };
  }

  keepSettings(): void {
    this.session.keepSettings();
  }

  cancel(why?: string): Promise<void> {
    return this.session.cancel(why);
  }

  private async prepare(tree: Prepare, sql: string): Promise<Result> {
    const prepared = await this.prepared.prepared(tree, sql, this.session);
    await withoutPlace(this.session.describe(sampleOf(prepared)));
    this.prepared.set(tree.name.value, prepared);
    return { command: "PREPARE", rowCount: 0, columns: [], rows: [], notices: [] };
  }

  private answerOf({ tree }: ParsedStatement): ServerAnswer | undefined {
    if (setsFixedParameter(tree)) return changed(() => "SET");
    if (tree.kind === "deallocate") return changed(() => this.prepared.deallocate(tree));
    const cancelled = cancelledBy(tree);
    if (cancelled !== undefined) return changed(() => this.cancelOther(cancelled));
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

  /** "You can only cancel queries currently being run by your user. Superusers can cancel all queries" (Database Developer Guide, "CANCEL"). */
  private async cancelOther({ processId, why }: Cancelled): Promise<string> {
    const { backends, accounts } = this.shared;
    if (backends.userOf(processId) !== this.user)
      accounts.requireAdmin(this.user, "cancel the query of another user");
    if (await backends.pg_cancel_backend(processId, why)) return "CANCEL";
    const said = `Session ${processId} does not exist. The session PID might have changed. Check the stl_restarted_sessions system table for details.`;
    throw new WarehouseError(said, { sqlState: "XX000" });
  }
}

/** A statement without rows, carried out by what returns its command. */
function changed(execute: () => string | Promise<string>): ServerAnswer {
  return {
    columns: async () => [],
    result: async () => ({ command: await execute(), rowCount: 0, columns: [], rows: [], notices: [] }),
  };
}

/** An error of a prepared statement has its place in a text that the client has not sent just now. */
async function withoutPlace<R>(asked: Promise<R>): Promise<R> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof WarehouseError || error instanceof SqlError)) throw error;
    const { sqlState, message, next } = error;
    const { hint, detail } = error instanceof WarehouseError ? error : {};
    throw new WarehouseError(message, { sqlState, next, hint, detail, cause: error });
  }
}

/** A session whose statement is to end, and what its client is told. */
interface Cancelled {
  readonly processId: number;
  readonly why: string | undefined;
}

function cancelledBy(tree: Tree): Cancelled | undefined {
  if (tree.kind !== "command" || tree.command !== "cancel") return undefined;
  const valueOf = (slot: string) =>
    tree.parts.flatMap((part) => (part.kind === "slot" && part.slot === slot ? [part.value] : []))[0];
  const pid = valueOf("pid");
  const message = valueOf("message");
  return {
    processId: pid?.kind === "number" ? Number(pid.text) : 0,
    why: message?.kind === "string" ? message.value : undefined,
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
  if (more.length > 0 || (id?.kind !== "number" && id?.kind !== "string" && id?.kind !== "parameter"))
    return undefined;
  const name = call.name.parts[0]?.value;
  if (name !== "pg_cancel_backend" && name !== "pg_terminate_backend") return undefined;
  if (id.kind === "parameter") return { name, processId: 0 };
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
