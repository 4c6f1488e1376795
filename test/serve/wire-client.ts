/** A client that says exactly what a test wants it to say, byte by byte. */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { connect as connectTls } from "node:tls";
import { Framer, type Message } from "../../src/serve/framing.ts";

export class WireClient {
  readonly #framer = new Framer();
  #wake: (() => void) | undefined;
  #ended = false;
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#framer.push(chunk);
      this.#wake?.();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    socket.on("close", end).on("end", end).on("error", end);
  }

  /** The next message, or undefined when the server has closed the connection. */
  async read(): Promise<Message | undefined> {
    for (;;) {
      const message = this.#framer.takeMessage(2 ** 30);
      if (message !== undefined) return message;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Messages up to one of this type, that one included, or to the end. */
  async readTo(type: string): Promise<Message[]> {
    const messages: Message[] = [];
    for (;;) {
      const message = await this.read();
      if (message === undefined) return messages;
      messages.push(message);
      if (message.type === type) return messages;
    }
  }

  send(...messages: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(messages));
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** Connected, and nothing said. */
export async function connectPlain(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Connected with TLS, and no start-up packet sent. */
export async function connectSecure(port: number, ca: string): Promise<Socket & { raw: Socket }> {
  const socket = await connectPlain(port);
  socket.write(untyped(int32(80_877_103)));
  const [answer] = (await once(socket, "data")) as [Buffer];
  if (answer.toString() !== "S") throw new Error(`the server answered ${answer.toString()} to an SSLRequest`);
  const secure = connectTls({ socket, ca, host: "127.0.0.1", checkServerIdentity: () => undefined });
  await once(secure, "secureConnect");
  return Object.assign(secure, { raw: socket });
}

/** Logged in, up to the first ReadyForQuery; `greeting` is what the server told on the way. */
export async function logIn(
  port: number,
  ca: string,
  { user = "dwh", database = "sparkify", password = "a secret" } = {},
  parameters: Readonly<Record<string, string>> = {},
): Promise<WireClient & { greeting: Message[]; raw: Socket }> {
  const socket = await connectSecure(port, ca);
  const client = new WireClient(socket);
  client.send(startup({ user, database, ...parameters }));
  await client.readTo("R");
  const first = "n=*,r=clientnonce";
  client.send(saslInitial(`n,,${first}`));
  const serverFirst = ((await client.read()) as Message).body.subarray(4).toString();
  client.send(typed("p", scramFinal(first, serverFirst, password)));
  return Object.assign(client, { greeting: await client.readTo("Z"), raw: socket.raw });
}

function scramFinal(first: string, serverFirst: string, password: string): string {
  const [, nonce = "", salt = "", rounds = ""] = /^r=(.*),s=(.*),i=(\d+)$/.exec(serverFirst) ?? [];
  const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(rounds), 32, "sha256");
  const clientKey = hmac(salted, "Client Key");
  const signature = hmac(
    createHash("sha256").update(clientKey).digest(),
    `${first},${serverFirst},c=biws,r=${nonce}`,
  );
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] as number)));
  return `c=biws,r=${nonce},p=${proof.toString("base64")}`;
}

export const startup = (parameters: Readonly<Record<string, string>>, version = 196_608): Buffer =>
  untyped(int32(version), ...Object.entries(parameters).flat().map(text), Buffer.of(0));
export const saslInitial = (data: string): Buffer =>
  typed("p", text("SCRAM-SHA-256"), int32(Buffer.byteLength(data)), data);
export const query = (sql: string): Buffer => typed("Q", text(sql));
export const parse = (sql: string, { name = "", types = [] as number[] } = {}): Buffer =>
  typed("P", text(name), text(sql), int16(types.length), ...types.map(int32));
export const bind = (
  values: readonly (string | Buffer | null)[] = [],
  { portal = "", name = "", parameterFormats = [] as number[], resultFormats = [] as number[] } = {},
): Buffer =>
  typed(
    "B",
    text(portal),
    text(name),
    int16(parameterFormats.length),
    ...parameterFormats.map(int16),
    int16(values.length),
    ...values.flatMap((value) =>
      value === null ? [int32(-1)] : [int32(Buffer.byteLength(value)), Buffer.from(value as string)],
    ),
    int16(resultFormats.length),
    ...resultFormats.map(int16),
  );
export const describe = (target: "S" | "P", name = ""): Buffer => typed("D", target, text(name));
export const execute = (maxRows = 0, portal = ""): Buffer => typed("E", text(portal), int32(maxRows));
export const close = (target: "S" | "P", name = ""): Buffer => typed("C", target, text(name));
export const sync = (): Buffer => typed("S");
export const flush = (): Buffer => typed("H");

export function untyped(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(body.length + 4), body]);
}

export function typed(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat([Buffer.from(type), untyped(...parts.map((part) => Buffer.from(part as string)))]);
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

/** The types of the messages as one word: `TDCZ`. */
export const kindsOf = (messages: readonly Message[]): string => messages.map(({ type }) => type).join("");

/** The fields of an ErrorResponse or NoticeResponse, by letter. */
export function fieldsOf(message: Message | undefined): Record<string, string> {
  const parts =
    message?.body
      .toString()
      .split("\0")
      .filter((part) => part !== "") ?? [];
  return Object.fromEntries(parts.map((part) => [part[0] as string, part.slice(1)]));
}

/** The values of a DataRow. */
export function valuesOf({ body }: Message): (string | null)[] {
  const values: (string | null)[] = [];
  for (let at = 2; at < body.length;) {
    const length = body.readInt32BE(at);
    values.push(length === -1 ? null : body.subarray(at + 4, at + 4 + length).toString());
    at += 4 + Math.max(length, 0);
  }
  return values;
}

/** Text of a CommandComplete. */
export const tagOf = (messages: readonly Message[]): string[] =>
  messages.filter(({ type }) => type === "C").map(({ body }) => body.subarray(0, -1).toString());
