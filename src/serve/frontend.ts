/** What a client says, from the bytes of its messages (Postgres manual, "Message Formats"). Pure. */
import { WarehouseError } from "../errors.ts";
import { FatalError } from "./fatal-error.ts";
import type { Message } from "./framing.ts";

/** A prepared statement or a portal. */
export type StatementOrPortal = "statement" | "portal";

/** A message of a client, read; `kind` is its name in the manual, in lower case. */
export type FrontendMessage =
  | { readonly kind: "query"; readonly sql: string }
  | {
      readonly kind: "parse";
      readonly statement: string;
      readonly sql: string;
      /** Type ids of the parameters; 0, or missing at the end, for what the client leaves open. */
      readonly parameterTypes: readonly number[];
    }
  | {
      readonly kind: "bind";
      readonly portal: string;
      readonly statement: string;
      /** 0 text, 1 binary: none for all text, one for all, or one for each. */
      readonly parameterFormats: readonly number[];
      readonly parameters: readonly (Buffer | null)[];
      readonly resultFormats: readonly number[];
    }
  | { readonly kind: "describe" | "close"; readonly target: StatementOrPortal; readonly name: string }
  /** At most `maxRows` rows; 0 for all. */
  | { readonly kind: "execute"; readonly portal: string; readonly maxRows: number }
  | { readonly kind: "sync" | "flush" | "terminate" | "function call" | "copy data" };

/**
 * Reads one message.
 * @throws FatalError for a type that the protocol does not have; WarehouseError 08P01 when the body is not what the
 * type says, and 22021 for text that is not UTF-8.
 */
export function parseMessage({ type, body }: Message): FrontendMessage {
  const read = new BodyReader(body);
  const parsed = readMessage(type, read);
  if (parsed.kind !== "function call" && parsed.kind !== "copy data") read.end();
  return parsed;
}

function readMessage(type: string, read: BodyReader): FrontendMessage {
  switch (type) {
    case "Q":
      return { kind: "query", sql: read.text() };
    case "P":
      return {
        kind: "parse",
        statement: read.text(),
        sql: read.text(),
        parameterTypes: read.list(() => read.int32()),
      };
    case "B":
      return {
        kind: "bind",
        portal: read.text(),
        statement: read.text(),
        parameterFormats: read.list(() => read.int16()),
        parameters: read.list(() => read.value()),
        resultFormats: read.list(() => read.int16()),
      };
    case "D":
      return { kind: "describe", target: read.target(), name: read.text() };
    case "C":
      return { kind: "close", target: read.target(), name: read.text() };
    case "E":
      return { kind: "execute", portal: read.text(), maxRows: read.int32() };
    case "S":
      return { kind: "sync" };
    case "H":
      return { kind: "flush" };
    case "X":
      return { kind: "terminate" };
    case "F":
      return { kind: "function call" };
    case "d":
    case "c":
    case "f":
      return { kind: "copy data" };
    default:
      throw new FatalError(`invalid frontend message type ${type.charCodeAt(0)}`, { sqlState: "08P01" });
  }
}

/** The fields of a message, one after the other. */
export class BodyReader {
  private readonly body: Buffer;
  private at = 0;

  constructor(body: Buffer) {
    this.body = body;
  }

  int16(): number {
    return this.bytes(2).readInt16BE();
  }

  int32(): number {
    return this.bytes(4).readInt32BE();
  }

  bytes(count: number): Buffer {
    const end = this.at + count;
    if (count < 0 || end > this.body.length) throw malformed("insufficient data left in message");
    const bytes = this.body.subarray(this.at, end);
    this.at = end;
    return bytes;
  }

  /** Text up to its NUL. */
  text(): string {
    const end = this.body.indexOf(0, this.at);
    if (end === -1) throw malformed("invalid string in message");
    const bytes = this.body.subarray(this.at, end);
    this.at = end + 1;
    return decodeText(bytes);
  }

  /** A value with its length, which is -1 for null. */
  value(): Buffer | null {
    const length = this.int32();
    return length === -1 ? null : this.bytes(length);
  }

  list<T>(item: () => T): T[] {
    const count = this.bytes(2).readUInt16BE();
    return Array.from({ length: count }, item);
  }

  target(): StatementOrPortal {
    const letter = this.bytes(1).toString("latin1");
    if (letter !== "S" && letter !== "P")
      throw malformed(`invalid message subtype ${JSON.stringify(letter)}`);
    return letter === "S" ? "statement" : "portal";
  }

  /** Everything that is left. */
  rest(): Buffer {
    return this.bytes(this.body.length - this.at);
  }

  end(): void {
    if (this.at !== this.body.length) throw malformed("invalid message format");
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns UTF-8 bytes as text. @throws WarehouseError 22021 when they are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new WarehouseError('invalid byte sequence for encoding "UTF8"', { sqlState: "22021", cause });
  }
}

function malformed(what: string): WarehouseError {
  return new WarehouseError(what, { sqlState: "08P01" });
}
