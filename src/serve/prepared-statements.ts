/**
 * The prepared statements of one connection: those of the protocol and those of PREPARE share their names (Postgres manual, "Extended
 * Query"; Database Developer Guide, "PREPARE", "EXECUTE", "DEALLOCATE").
 */
import type { Deallocate, Prepare } from "../dialect/syntax/session.ts";
import type { Span, TypeName } from "../dialect/syntax/node.ts";
import type { Statement as Tree } from "../dialect/syntax/statement.ts";
import { WarehouseError } from "../errors.ts";
import type { SentStatement } from "../warehouse/local/compile/compiler.ts";
import type { DescribingSession } from "./describing.ts";
import { castTo, countParameters, placeParameters } from "./parameters.ts";
import { Room } from "./room.ts";
import { UNKNOWN_OID, wireType } from "./types.ts";

/** One statement, parsed. */
export interface PreparedStatement {
  /** Undefined for an empty text. */
  readonly statement: SentStatement | undefined;
  /** UTF-16 units of its text. */
  readonly size: number;
  /** Object ids, one for each parameter; 0 where neither the client nor the server knows. */
  readonly parameterTypes: readonly number[];
  /** What is announced for each of them. */
  readonly announcedTypes: readonly number[];
  /** The types that PREPARE names, as SQL; missing where it names none. */
  readonly namedTypes?: readonly string[];
}

/** The prepared statements of one connection, by name; the empty one is that of the protocol alone. */
export class PreparedStatements {
  private readonly statements = new Map<string, PreparedStatement>();
  private readonly room = new Room("deallocate prepared statements that are not used any more");

  /** @throws WarehouseError 26000 for a name that is not one. */
  get(name: string): PreparedStatement {
    const prepared = this.statements.get(name);
    if (prepared === undefined) throw missing(name);
    return prepared;
  }

  /** @throws WarehouseError 42P05 for a name in use, 53200 where there is no room for the text. */
  check(name: string, size: number): void {
    if (name !== "" && this.statements.has(name))
      throw problem(`prepared statement "${name}" already exists`, "42P05");
    this.room.check(name, size);
  }

  /** Keeps a statement, in the place of one without a name. @throws as `check`. */
  set(name: string, prepared: PreparedStatement): void {
    this.check(name, prepared.size);
    this.room.take(name, prepared.size);
    this.statements.set(name, prepared);
  }

  /** A name that is not one is not an error. */
  delete(name: string): void {
    this.room.give(name);
    this.statements.delete(name);
  }

  /**
   * Returns the name of the statement that SQL calls so: in SQL quoted names are lower case too (Database Developer Guide, "Names and
   * identifiers"), in the protocol they are not, and psqlODBC calls one by both. @throws as `get`.
   */
  nameOf(name: string): string {
    if (this.statements.has(name)) return name;
    const other = [...this.statements.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
    if (other === undefined) throw missing(name);
    return other;
  }

  /** Carries DEALLOCATE out, and returns its command. @throws as `get`. */
  deallocate({ name }: Deallocate): string {
    if (name === undefined) {
      this.statements.clear();
      this.room.clear();
      return "DEALLOCATE ALL";
    }
    this.delete(this.nameOf(name.value));
    return "DEALLOCATE";
  }

  /**
   * Returns the statement that PREPARE names, to be kept with `set`. @param source the text that the tree is of
   * @throws as `check`; WarehouseError 42P02 for a parameter that has no type where others have one.
   */
  async prepared(
    { name, types, statement: tree }: Prepare,
    source: string,
    session: Pick<DescribingSession, "read">,
  ): Promise<PreparedStatement> {
    const text = slice(source, tree.span);
    this.check(name.value, text.length);
    // Positions are those of its own text from here on.
    const [statement] = await session.read(text);
    const namedTypes = types.map((type) => typeOfParameter(type, source));
    const count = statement === undefined ? 0 : countParameters(statement);
    if (types.length > 0 && count > types.length) throw problem(`there is no parameter $${count}`, "42P02");
    const parameterTypes = Array.from({ length: Math.max(count, types.length) }, (_, at) => {
      const { oid } = wireType(namedTypes[at] ?? "");
      return oid === UNKNOWN_OID ? 0 : oid;
    });
    const announcedTypes = parameterTypes.map((type) => type || VARCHAR_OID);
    return { statement, size: text.length, parameterTypes, announcedTypes, namedTypes };
  }

  /**
   * Returns the statement that EXECUTE runs, with its values; undefined for all others.
   * @throws as `get`; WarehouseError 42601 for another number of values than it has parameters.
   */
  executed(tree: Tree, source: string): string | undefined {
    if (tree.kind !== "execute") return undefined;
    const { name, args } = tree;
    const { statement, parameterTypes, namedTypes = [] } = this.get(this.nameOf(name.value));
    if (args.length !== parameterTypes.length)
      throw new WarehouseError(`wrong number of parameters for prepared statement "${name.value}"`, {
        sqlState: "42601",
        detail: `Expected ${parameterTypes.length} parameters but got ${args.length}.`,
      });
    if (statement === undefined) return "";
    return placeParameters(statement, (at) => {
      const value = args[at] === undefined ? "null" : slice(source, args[at].span);
      const type = namedTypes[at];
      return type === undefined ? castTo(parameterTypes[at] ?? 0, value) : `cast(${value} as ${type})`;
    });
  }
}

function missing(name: string): WarehouseError {
  return problem(`prepared statement "${name}" does not exist`, "26000");
}

/** The object id of a text. */
const VARCHAR_OID = 1043;

/** Returns the statement with a null of the type in the place of each parameter whose type is known; that of others is to be found out. */
export function sampleOf({
  statement,
  parameterTypes,
  namedTypes = [],
}: Omit<PreparedStatement, "size" | "announcedTypes">): string {
  if (statement === undefined) return "";
  return placeParameters(statement, (at) => {
    const type = namedTypes[at];
    const oid = parameterTypes[at] ?? 0;
    if (type === undefined) return oid === 0 ? `$${at + 1}` : castTo(oid, "null");
    return `cast(null as ${type})`;
  });
}

/** A parameter has no length: PostgreSQL takes `char` of it for a text of any. */
function typeOfParameter({ span }: TypeName, source: string): string {
  const name = slice(source, span);
  return /char|text/i.test(name) ? "varchar(65535)" : name;
}

function slice(source: string, [start, end]: Span): string {
  return source.slice(start, end);
}

function problem(what: string, sqlState: string, hint?: string): WarehouseError {
  return new WarehouseError(what, { sqlState, hint });
}
