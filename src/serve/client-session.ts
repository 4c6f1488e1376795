/** The warehouse's session, and before it what only the server can answer: who is connected, and what clients ask first. */
import { isSymbol, isWord, type Token } from "../dialect/lexer.ts";
import { splitStatements, type Statement } from "../dialect/statements.ts";
import type { Column, Result } from "../warehouse/warehouse.ts";
import type { Backends } from "./backends.ts";
import type { CatalogueAsker, Catalogue } from "./catalogue/catalogue.ts";
import { catalogueQuestion } from "./catalogue/question.ts";
import type { DescribingSession } from "./describing.ts";
import { setsFixedParameter, shownParameter } from "./settings.ts";

/** A statement that the server answers itself. */
interface ServerAnswer {
  readonly columns: () => Promise<readonly Column[]>;
  readonly result: () => Promise<Result>;
}

/**
 * A client's session: answers catalogue questions, SHOW, fixed settings and the two functions that end a session; all else goes to the warehouse.
 */
export class ClientSession implements DescribingSession {
  readonly id: number;
  private readonly session: DescribingSession;
  private readonly backends: Backends;
  private readonly catalogue: Catalogue;
  private readonly asker: CatalogueAsker;

  constructor(
    session: DescribingSession,
    backends: Backends,
    catalogue: Catalogue,
    account: { readonly user: string; readonly database: string },
  ) {
    this.id = session.id;
    this.session = session;
    this.backends = backends;
    this.catalogue = catalogue;
    this.asker = { session, processId: session.id, user: account.user, database: account.database };
  }

  async execute(sql: string): Promise<Result> {
    const [statement] = splitStatements(sql).statements;
    if (statement === undefined) return this.session.execute(sql);
    return this.answerOf(statement)?.result() ?? this.session.execute(sql);
  }

  async describe(sql: string): Promise<readonly Column[]> {
    const [statement] = splitStatements(sql).statements;
    return (statement && this.answerOf(statement)?.columns()) ?? this.session.describe(sql);
  }

  cancel(): Promise<void> {
    return this.session.cancel();
  }

  private answerOf(statement: Statement): ServerAnswer | undefined {
    const { tokens } = statement;
    if (setsFixedParameter(tokens)) {
      const set = { command: "SET", rowCount: 0, columns: [], rows: [], notices: [] };
      return { columns: async () => [], result: async () => set };
    }
    const shown = shownParameter(tokens);
    if (shown !== undefined) return singleValue("SHOW", shown[0], "character varying", () => shown[1]);

    const end = endOfSession(tokens);
    if (end !== undefined) {
      const { name, processId } = end;
      return singleValue("SELECT", name, "boolean", async () =>
        (await this.backends[name](processId)) ? "t" : "f",
      );
    }

    const question = catalogueQuestion(statement);
    if (question === undefined) return undefined;
    return {
      columns: () => this.catalogue.describe(question),
      result: () => this.catalogue.answer(question, this.asker),
    };
  }
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
  tokens: readonly Token[],
): { readonly name: "pg_cancel_backend" | "pg_terminate_backend"; readonly processId: number } | undefined {
  const [select, name, open, processId, close] = tokens;
  if (!isWord(select, "select") || !isSymbol(open, "(") || !isSymbol(close, ")") || tokens.length !== 5)
    return undefined;
  if (processId?.kind !== "number" && processId?.kind !== "string") return undefined;
  if (name?.value !== "pg_cancel_backend" && name?.value !== "pg_terminate_backend") return undefined;
  return { name: name.value, processId: Number(processId.value) };
}
