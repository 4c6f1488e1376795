/** S3 clients: one for every region that a bucket is in, signing with what credentials there are, or not at all. */
import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { explainFault } from "../aws/explain-fault.ts";

/** What may be said about S3; without it the SDK finds out by itself, as everywhere. */
export interface S3Options {
  /** Where buckets are looked for first; else AWS_REGION or the profile's. */
  readonly region?: string;
  /** Another server than AWS; the SDK also reads AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL by itself. */
  readonly endpoint?: string;
  /** Else the SDK's chain: environment, profile, the task's role … */
  readonly credentials?: NonNullable<S3ClientConfig["credentials"]>;
  /** Requests at a time when many objects are read. */
  readonly concurrency?: number;
  /** Tries of one request, the first included; throttling, server faults and lost connections are tried again. */
  readonly maxAttempts?: number;
}

/** The clients that there are by now. */
export interface S3Clients {
  /** The client of the region that the bucket is in. @throws UnreachableError or ConfigError, naming the bucket. */
  clientFor(bucket: string): Promise<S3Client>;
  /** The region that the bucket is in; undefined where S3 does not tell. @throws as `clientFor` does */
  regionOf(bucket: string): Promise<string | undefined>;
  /** Whether requests go out unsigned, since there are no credentials. */
  anonymous(): Promise<boolean>;
}

/** What the SDK falls back to for S3 elsewhere, and where every bucket can be asked for its region. */
const ANY_REGION = "us-east-1";
const CONNECT_TIMEOUT_MS = 5000;
const IDLE_TIMEOUT_MS = 30_000;

/** Returns the clients; nothing is loaded or asked before the first bucket is. */
export function openS3Clients(options: S3Options): S3Clients {
  const byRegion = new Map<string, Promise<S3Client>>();
  const byBucket = new Map<string, Promise<Found>>();
  const identity = memoizedOnce(() => findIdentity(options));

  const inRegion = (region: string): Promise<S3Client> =>
    memoized(byRegion, region, async () => makeClient(options, region, (await identity()).config));

  const find = async (bucket: string): Promise<Found> => {
    const { region } = await identity();
    const home = await inRegion(region);
    const own = await findRegion(home, bucket);
    return { region: own, client: own === undefined || own === region ? home : await inRegion(own) };
  };
  const found = (bucket: string): Promise<Found> => memoized(byBucket, bucket, () => find(bucket));
  return {
    clientFor: async (bucket) => (await found(bucket)).client,
    regionOf: async (bucket) => (await found(bucket)).region,
    anonymous: async () => (await identity()).anonymous,
  };
}

/** A bucket that was asked for. */
interface Found {
  readonly region: string | undefined;
  readonly client: S3Client;
}

interface Identity {
  readonly region: string;
  readonly anonymous: boolean;
  readonly config: Pick<S3ClientConfig, "credentials" | "signer">;
}

/** Asks the SDK once which region and credentials there are. Public buckets can be read without any. */
async function findIdentity(options: S3Options): Promise<Identity> {
  const { S3Client } = await import("@aws-sdk/client-s3");
  const probe = new S3Client(options.region === undefined ? {} : { region: options.region });
  const region = await probe.config.region().catch(() => ANY_REGION);
  if (options.credentials !== undefined) {
    return { region, anonymous: false, config: { credentials: options.credentials } };
  }
  try {
    await probe.config.credentials();
    return { region, anonymous: false, config: {} };
  } catch (error) {
    if ((error as Error).name !== "CredentialsProviderError") throw error;
    // The SDK wants credentials even for a signer that does nothing.
    const nobody = { accessKeyId: "anonymous", secretAccessKey: "anonymous" };
    return {
      region,
      anonymous: true,
      config: { credentials: nobody, signer: { sign: async (request) => request } },
    };
  } finally {
    probe.destroy();
  }
}

async function makeClient(
  options: S3Options,
  region: string,
  identity: Identity["config"],
): Promise<S3Client> {
  const { S3Client } = await import("@aws-sdk/client-s3");
  const sockets = { keepAlive: true, maxSockets: Math.max(50, options.concurrency ?? 0) };
  const client = new S3Client({
    region,
    ...identity,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    maxAttempts: options.maxAttempts ?? 6,
    // The SDK would put its middleware in order anew for every request: a quarter of the time that a small object costs.
    cacheMiddleware: true,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      // Idle, not in all: a large part may take its time on a slow line.
      socketTimeout: IDLE_TIMEOUT_MS,
      httpAgent: sockets,
      httpsAgent: sockets,
    },
  });
  // Other servers than AWS seldom have a host name for every bucket. The SDK finds out for every request anew whether it
  // talks to one, since AWS_ENDPOINT_URL may say so.
  const resolveEndpoint = client.config.endpointProvider;
  client.config.endpointProvider = (params, context) =>
    resolveEndpoint({ ...params, ForcePathStyle: params.Endpoint !== undefined }, context);
  return client;
}

/**
 * The region of a bucket: S3 tells it to everybody, also along with a refusal ("HeadBucket", S3 API Reference). Undefined
 * when it does not; the request itself will then say what is wrong.
 */
async function findRegion(client: S3Client, bucket: string): Promise<string | undefined> {
  const { HeadBucketCommand } = await import("@aws-sdk/client-s3");
  try {
    const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return BucketRegion;
  } catch (error) {
    const { $metadata, $response } = error as {
      readonly $metadata?: { readonly httpStatusCode?: number };
      readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
    };
    const region = $response?.headers?.["x-amz-bucket-region"];
    const status = $metadata?.httpStatusCode;
    if (status !== 404 && region !== undefined) return region;
    if (status !== undefined && status >= 300 && status < 500 && status !== 404) return undefined;
    throw explainFault(error, {
      doing: "find the bucket",
      where: `s3://${bucket}`,
      whenMissing: "check the name of the bucket in the sources and in DWH_WORK_URL",
    });
  }
}

/** A promise by its key, made once; one that fails is forgotten, so that a later try may succeed. */
function memoized<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  made.catch(() => map.delete(key));
  return made;
}

function memoizedOnce<T>(make: () => Promise<T>): () => Promise<T> {
  const map = new Map<string, Promise<T>>();
  return () => memoized(map, "", make);
}
