/** The AWS services that the job talks to, answered over real HTTP on this machine, with faults on demand. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Refusal, type Answer, type Request, type Service } from "./answer.ts";
import type { Bucket } from "./bucket.ts";
import { fakeCloudWatch, type FakeMetric } from "./cloudwatch.ts";
import { fakeRedshift, type FakeCluster, type TemporaryLogin } from "./redshift.ts";
import { fakeRedshiftServerless, type FakeWorkgroup } from "./redshift-serverless.ts";
import { fakeS3 } from "./s3.ts";
import { fakeSecretsManager, type Secrets } from "./secrets-manager.ts";

/** What goes wrong, and how often. */
export interface Fault {
  /** `s3.GetObject`, `secretsmanager.GetSecretValue` … */
  readonly action: string;
  /** Only for requests whose path holds this. */
  readonly path?: string;
  readonly times: number;
  /** `cut` ends the connection, half-way through a body if there is one; `hang` never answers. */
  readonly how:
    | "cut"
    | "hang"
    | { readonly status: number; readonly code: string; readonly message?: string };
}

export interface FakeAws {
  readonly endpoint: string;
  readonly buckets: Map<string, Bucket>;
  readonly secrets: Secrets;
  readonly clusters: Map<string, FakeCluster>;
  readonly workgroups: Map<string, FakeWorkgroup>;
  readonly metrics: FakeMetric[];
  /** Every request, by action, in the order of their arrival. */
  readonly calls: string[];
  /** Resolves with the next request of this action whose path holds this, before it is answered. */
  readonly called: (action: string, path?: string) => Promise<void>;
  /** The most requests that were under way at one time. */
  readonly peak: () => number;
  readonly inject: (fault: Fault) => void;
  /** Answers are held back until as many requests wait; then all are let go. */
  readonly holdUntil: (waiting: number) => void;
  close(): Promise<void>;
}

const DEFAULT_LOGIN: TemporaryLogin = {
  password: "temporary-password",
  expiration: new Date("2030-01-01T00:00:00Z"),
};

export async function startFakeAws(login: TemporaryLogin = DEFAULT_LOGIN): Promise<FakeAws> {
  const buckets = new Map<string, Bucket>();
  const secrets: Secrets = new Map();
  const clusters = new Map<string, FakeCluster>();
  const workgroups = new Map<string, FakeWorkgroup>();
  const metrics: FakeMetric[] = [];
  const calls: string[] = [];
  const awaited = new Set<(action: string, path: string) => void>();
  const faults: { fault: Fault; left: number }[] = [];
  let gate: { wanted: number; waiting: (() => void)[] } | undefined;
  let underWay = 0;
  let peak = 0;
  // S3 knows every request as one of its own, so that it comes last.
  const services: readonly Service[] = [
    fakeSecretsManager(secrets),
    fakeCloudWatch(metrics),
    fakeRedshift(clusters, login),
    fakeRedshiftServerless(workgroups, login),
    fakeS3(buckets),
  ];

  const pass = async (): Promise<void> => {
    const { wanted = 0, waiting = [] } = gate ?? {};
    if (gate === undefined) return;
    const passed = new Promise<void>((resolve) => waiting.push(resolve));
    if (waiting.length >= wanted) {
      gate = undefined;
      for (const resolve of waiting) resolve();
    }
    await passed;
  };

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    const [service, action] = choose(services, request);
    calls.push(action);
    for (const look of awaited) look(action, request.path);
    await pass();
    const injected = faults.find(
      ({ fault, left }) => left > 0 && fault.action === action && request.path.includes(fault.path ?? ""),
    );
    if (injected !== undefined) injected.left -= 1;
    const how = injected?.fault.how;
    if (how === "hang") return;
    const answer =
      typeof how === "object"
        ? service.refuse(new Refusal(how.status, how.code, how.message ?? how.code))
        : answerOf(service, action, request);
    send(response, request, answer, how === "cut");
  };

  const server = createServer((message, response) => {
    underWay += 1;
    peak = Math.max(peak, underWay);
    response.once("close", () => (underWay -= 1));
    handle(message, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    buckets,
    secrets,
    clusters,
    workgroups,
    metrics,
    calls,
    called: (wanted, part = "") =>
      new Promise((resolve) => {
        const look = (action: string, path: string): void => {
          if (action !== wanted || !path.includes(part)) return;
          awaited.delete(look);
          resolve();
        };
        awaited.add(look);
      }),
    peak: () => peak,
    inject: (fault) => faults.push({ fault, left: fault.times }),
    holdUntil: (waiting) => (gate = { wanted: waiting, waiting: [] }),
    close: () => close(server),
  };
}

function choose(services: readonly Service[], request: Request): [Service, string] {
  for (const service of services) {
    const action = service.action(request);
    if (action !== undefined) return [service, action];
  }
  throw new Error(`no service of the fake knows ${request.method} ${request.path}`);
}

function answerOf(service: Service, action: string, request: Request): Answer {
  try {
    return service.answer(action, request);
  } catch (error) {
    if (error instanceof Refusal) return service.refuse(error);
    throw error;
  }
}

function send(response: ServerResponse, request: Request, answer: Answer, cut: boolean): void {
  const body = Buffer.from(answer.body ?? "");
  if (cut && body.length < 2) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, "content-length": String(body.length) });
  if (request.method === "HEAD") response.end();
  else if (cut) response.write(body.subarray(0, body.length / 2), () => response.destroy());
  else response.end(body);
}

async function readRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? "/", "http://fake");
  return {
    method: message.method ?? "GET",
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
