/** The extended query protocol: prepared statements and portals (Postgres manual, "Extended Query"). */
import { WarehouseError } from "../errors.ts";
import type { Column, Result } from "../warehouse/warehouse.ts";
import { decodeBinary, hasBinaryForm } from "./binary.ts";
import { decodeText, type FrontendMessage, type StatementOrPortal } from "./frontend.ts";
import { formatAt } from "./format-at.ts";
import { inPieces } from "./in-pieces.ts";
import * as messages from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { bindParameters, countParameters } from "./parameters.ts";
import { sampleOf, type PreparedStatements } from "./prepared-statements.ts";
import { addComplete, addNotices, addRows } from "./respond.ts";
import { UNKNOWN_OID, wireType } from "./types.ts";
import type { DescribingSession } from "./describing.ts";
import type { Description } from "../warehouse/local/columns-of.ts";
import { ResultRows } from "./result-rows.ts";
import { Room } from "./room.ts";
import type { SentStatement, Transaction } from "./transaction.ts";

type MessageOf<Kind extends FrontendMessage["kind"]> = Extract<FrontendMessage, { readonly kind: Kind }>;

interface Portal {
  /** With its values bound; undefined for an empty text. */
  readonly statement: SentStatement | undefined;
  /** 0 text, 1 binary: none for all text, one for all columns, or one for each. */
  readonly formats: readonly number[];
  /** Once it has run, with the rows that the client does not have yet. */
  result?: Result;
  rows?: ResultRows;
}

/** What is announced for a parameter whose type nobody tells: a text. */
const VARCHAR_OID = 1043;

/** A SUPER value is given as a text. */
const SUPER_OID = 4000;

/** What is announced for a parameter by what its place wants. A type that has no form of PostgreSQL's goes as text. */
function parameterOid(type: string | undefined): number {
  const { oid } = wireType(type ?? "");
  return hasBinaryForm(oid) && oid !== UNKNOWN_OID && oid !== SUPER_OID ? oid : VARCHAR_OID;
}

/**
 * The prepared statements and portals of one connection. Each method handles the message of its name and puts the answer into the outbox.
 */
export class ExtendedQuery {
  private readonly transaction: Transaction;
  private readonly outbox: Outbox;
  private readonly session: Pick<DescribingSession, "read">;
  private readonly prepared: PreparedStatements;
  private readonly portals = new Map<string, Portal>();
  private readonly room = new Room("close portals that are not used any more");

  constructor(
    prepared: PreparedStatements,
    transaction: Transaction,
    outbox: Outbox,
    session: Pick<DescribingSession, "read">,
  ) {
    this.session = session;
    this.prepared = prepared;
    this.transaction = transaction;
    this.outbox = outbox;
  }

  /**
   * What cannot be planned is an error here already, and is not kept.
   * @throws SqlError for a text that cannot be read; WarehouseError for several statements or a name in use; as `DescribingSession.describe` does.
   */
  async parse({ statement: name, sql, parameterTypes }: MessageOf<"parse">): Promise<void> {
    const statements = await this.session.read(sql);
    if (statements.length > 1) {
      throw problem("cannot insert multiple commands into a prepared statement", "42601");
    }
    this.prepared.check(name, sql.length);
    const [statement] = statements;
    const count = Math.max(parameterTypes.length, statement === undefined ? 0 : countParameters(statement));
    const declared = Array.from({ length: count }, (_, index) => parameterTypes[index] ?? 0);
    let found: Description["parameters"] = new Map();
    if (statement !== undefined) {
      this.transaction.check(statement);
      const text = sampleOf({ statement, parameterTypes: declared });
      ({ parameters: found } = await this.transaction.describe({ text, tree: statement.tree }));
    }
    const announcedTypes = declared.map((type, at) => type || parameterOid(found.get(at + 1)));
    this.prepared.set(name, {
      statement,
      size: sql.length,
      parameterTypes: declared,
      announcedTypes,
    });
    this.outbox.add(messages.parseComplete());
  }

  /** @throws WarehouseError for an unknown statement, a value whose format is not known, or the wrong number of values. */
  async bind(message: MessageOf<"bind">): Promise<void> {
    const { statement, parameterTypes, announcedTypes } = this.prepared.get(message.statement);
    if (message.parameters.length !== parameterTypes.length) {
      throw problem(
        `bind message supplies ${message.parameters.length} parameters, but prepared statement "${message.statement}" requires ${parameterTypes.length}`,
        "08P01",
      );
    }
    if (message.portal !== "" && this.portals.has(message.portal)) {
      throw problem(`portal "${message.portal}" already exists`, "42P03");
    }
    const values = await inPieces(message.parameters.length, (at) => {
      const value = message.parameters[at] ?? null;
      if (value === null) return null;
      const isBinary = formatAt(message.parameterFormats, at) === 1;
      return isBinary ? decodeBinary(announcedTypes[at] ?? VARCHAR_OID, value) : decodeText(value);
    });
    const bound = statement && {
      text: await bindParameters(statement, values, parameterTypes),
      tree: statement.tree,
    };
    this.room.take(message.portal, (bound?.text.length ?? 0) + message.resultFormats.length);
    this.portals.set(message.portal, { statement: bound, formats: message.resultFormats });
    this.outbox.add(messages.bindComplete());
  }

  /** @throws as `DescribingSession.describe` does; WarehouseError for an unknown name. */
  async describe({ target, name }: MessageOf<"describe" | "close">): Promise<void> {
    if (target === "portal") {
      const columns = this.portals.has(name) ? undefined : this.transaction.cursorColumns(name);
      if (columns !== undefined) return this.outbox.add(messages.rowDescription(columns));
      const { statement, formats, result } = this.portal(name);
      this.outbox.add(await this.describeColumns(statement, formats, result?.columns));
      return;
    }
    const prepared = this.prepared.get(name);
    const { statement, announcedTypes } = prepared;
    const sample = statement && { text: sampleOf(prepared), tree: statement.tree };
    const description = await this.describeColumns(sample, []);
    this.outbox.add(messages.parameterDescription(announcedTypes));
    this.outbox.add(description);
  }

  /**
   * Runs a portal, or goes on with one that has rows left. `isAlone` tells whether nothing else belongs to the same
   * implicit transaction. @throws as `Transaction.run` does.
   */
  async execute(
    { portal: name, maxRows }: MessageOf<"execute">,
    isAlone: () => Promise<boolean>,
  ): Promise<void> {
    const portal = this.portal(name);
    if (portal.statement === undefined) {
      this.outbox.add(messages.emptyQueryResponse());
      return;
    }
    if (portal.result !== undefined && portal.result.columns.length === 0) {
      throw problem(`portal "${name}" cannot be run`, "55000");
    }
    if (portal.result === undefined) {
      const opened = await this.transaction.run(portal.statement, await isAlone());
      portal.result = opened;
      portal.rows = new ResultRows(opened);
      addNotices(this.outbox, opened.notices);
    }
    const { result, rows = new ResultRows(result) } = portal;
    const sent = await addRows(this.outbox, result.columns, rows, Math.max(maxRows, 0), portal.formats);
    if (maxRows > 0 && (await rows.hasMore())) {
      this.outbox.add(messages.portalSuspended());
      if (rows.isOpen) this.transaction.hold(rows);
    } else addComplete(this.outbox, result, result.columns.length > 0 ? sent : result.rowCount);
  }

  /** What does not exist is closed already. */
  close({ target, name }: { readonly target: StatementOrPortal; readonly name: string }): void {
    if (target === "statement") this.prepared.delete(name);
    else this.closePortal(name);
    this.outbox.add(messages.closeComplete());
  }

  /** Portals end with their transaction. */
  endTransaction(): void {
    this.portals.clear();
    this.room.clear();
  }

  /** A simple query takes the place of what has no name. */
  forgetUnnamed(): void {
    this.prepared.delete("");
    this.closePortal("");
  }

  private closePortal(name: string): void {
    this.room.give(name);
    this.portals.delete(name);
  }

  private async describeColumns(
    statement: Portal["statement"],
    formats: readonly number[],
    known?: readonly Column[],
  ): Promise<Buffer> {
    if (statement !== undefined) this.transaction.check(statement);
    const columns =
      known ?? (statement === undefined ? [] : (await this.transaction.describe(statement)).columns);
    return columns.length === 0 ? messages.noData() : messages.rowDescription(columns, formats);
  }

  private portal(name: string): Portal {
    const portal = this.portals.get(name);
    if (portal === undefined) throw problem(`portal "${name}" does not exist`, "34000");
    return portal;
  }
}

function problem(what: string, sqlState: string, hint?: string): WarehouseError {
  return new WarehouseError(what, { sqlState, hint });
}
