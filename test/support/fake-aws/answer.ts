/** Requests and answers of the fake, as values. */
import type { IncomingHttpHeaders } from "node:http";

export interface Request {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** A refusal; every service writes it in a form of its own. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export interface Service {
  /** `s3.GetObject`, for the log of calls and for faults; undefined for what this service does not know. */
  action(request: Request): string | undefined;
  /** @throws Refusal */
  answer(action: string, request: Request): Answer;
  refuse(refusal: Refusal): Answer;
}

/** Text for XML; characters that XML cannot hold are left as they are, as S3 does. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export function xml(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${content}</${root.split(" ")[0]}>`;
}

/** `<name>text</name>` for every entry that has a value. */
export function tags(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? "" : `<${name}>${escapeXml(String(value))}</${name}>`))
    .join("");
}
