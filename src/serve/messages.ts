/** The server's messages as bytes (Postgres manual, "Message Formats"). Pure. */
import type { Column } from "../warehouse/warehouse.ts";
import { formatAt } from "./format-at.ts";
import { wireType } from "./types.ts";

/** Idle, in a transaction, or in a failed one. */
export type TransactionStatus = "I" | "T" | "E";

/** Fields of an ErrorResponse or NoticeResponse by their letter; those that are undefined are left out. */
export type ResponseFields = Readonly<Record<string, string | undefined>>;

/** AuthenticationOk: the login has succeeded. */
export const authenticationOk = (): Buffer => message("R", int32(0));
/** AuthenticationMD5Password: asks for a password, hashed with what is known of it and this salt of four bytes. */
export const authenticationMd5 = (salt: Buffer): Buffer => message("R", int32(5), salt);
/** Redshift's own request: asks for a digest by SHA-256, for the salt of the password and this nonce. */
export const authenticationDigest = (salt: Buffer, nonce: Buffer): Buffer =>
  message("R", int32(13), int32(0), int32(salt.length), salt, int32(nonce.length), nonce);
/** AuthenticationSASL: offers one mechanism. */
export const authenticationSasl = (mechanism: string): Buffer =>
  message("R", int32(10), text(mechanism), Buffer.of(0));
/** AuthenticationSASLContinue: the server's first message of the exchange. */
export const authenticationSaslContinue = (data: string): Buffer =>
  message("R", int32(11), Buffer.from(data));
/** AuthenticationSASLFinal: the server's last message of the exchange. */
export const authenticationSaslFinal = (data: string): Buffer => message("R", int32(12), Buffer.from(data));

/** ParameterStatus: a parameter and its value. */
export const parameterStatus = (name: string, value: string): Buffer => message("S", text(name), text(value));
/** BackendKeyData: what a request to cancel has to name. */
export const backendKeyData = (processId: number, secret: Buffer): Buffer =>
  message("K", int32(processId), secret);
/** ReadyForQuery: the next query may come. */
export const readyForQuery = (status: TransactionStatus): Buffer => message("Z", Buffer.from(status));
/**
 * Tells a client that asked for a newer minor version, or options of the protocol, what it does not get. The manual says
 * "minor version", but Postgres sends, and libpq reads, the whole one.
 */
export const negotiateProtocolVersion = (version: number, options: readonly string[]): Buffer =>
  message("v", int32(version), int32(options.length), ...options.map(text));

/** CommandComplete: a statement has ended; `tag` is its command, with a count where it has one. */
export const commandComplete = (tag: string): Buffer => message("C", text(tag));
/** EmptyQueryResponse: the text had no statement. */
export const emptyQueryResponse = (): Buffer => message("I");
/** ParseComplete: a Parse has succeeded. */
export const parseComplete = (): Buffer => message("1");
/** BindComplete: a Bind has succeeded. */
export const bindComplete = (): Buffer => message("2");
/** CloseComplete: a Close has succeeded. */
export const closeComplete = (): Buffer => message("3");
/** NoData: a Describe found a statement that returns no rows. */
export const noData = (): Buffer => message("n");
/** PortalSuspended: an Execute has reached its limit, and there are rows left. */
export const portalSuspended = (): Buffer => message("s");
/** ParameterDescription: the type of each parameter, by object id. */
export const parameterDescription = (oids: readonly number[]): Buffer =>
  message("t", uint16(oids.length), Buffer.concat(oids.map(int32)));

/** ErrorResponse: a statement, or the connection, has failed. */
export const errorResponse = (fields: ResponseFields): Buffer => message("E", encodeFields(fields));
/** NoticeResponse: a warning, or a remark. */
export const noticeResponse = (fields: ResponseFields): Buffer => message("N", encodeFields(fields));

/** RowDescription: names and types of the columns, and their formats as Bind told them; table and column numbers are not told. */
export function rowDescription(columns: readonly Column[], formats: readonly number[] = []): Buffer {
  const parts = columns.flatMap(({ name, type }, at) => {
    const { oid, size, modifier } = wireType(type);
    const format = formatAt(formats, at);
    return [text(name), int32(0), int16(0), int32(oid), int16(size), int32(modifier), int16(format)];
  });
  return message("T", int16(columns.length), ...parts);
}

function message(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((total, part) => total + part.length, 4);
  return Buffer.concat([Buffer.from(type, "latin1"), int32(length), ...parts], length + 1);
}

function encodeFields(fields: ResponseFields): Buffer {
  const parts = Object.entries(fields).flatMap(([letter, value]) =>
    value === undefined ? [] : [Buffer.from(letter, "latin1"), text(value)],
  );
  return Buffer.concat([...parts, Buffer.of(0)]);
}

/** Text with the NUL that ends it; a NUL inside would cut it short for the reader, so it is left out. */
function text(value: string): Buffer {
  return Buffer.from(`${value.replaceAll("\0", "")}\0`, "utf8");
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
