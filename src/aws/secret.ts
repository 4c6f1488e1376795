/** Database secrets in Secrets Manager, in the JSON that Redshift, RDS and their rotation functions use. */
import { ConfigError } from "../errors.ts";
import { CLIENT_SETTINGS } from "./client-settings.ts";
import { explainFault } from "./explain-fault.ts";

/** What a secret holds; user and password always, the rest if whoever made it put it there. */
export interface DatabaseSecret {
  readonly user: string;
  readonly password: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly clusterId: string | undefined;
}

/** One that was read. */
export interface StoredSecret extends DatabaseSecret {
  /** Since when these are its values (Secrets Manager API Reference, "GetSecretValue", CreatedDate). */
  readonly madeAt?: Date | undefined;
}

/** The names that the fields go by; the first is the one that is written. */
const FIELDS = {
  user: ["username", "user"],
  password: ["password"],
  host: ["host"],
  port: ["port"],
  database: ["dbname", "dbName", "database"],
  clusterId: ["dbClusterIdentifier", "clusterIdentifier"],
} as const;

const SHAPE =
  'give it the JSON {"username": …, "password": …}, and host, port and dbname if they are not configured';

/**
 * Returns what a secret's text holds; `id` is only for the error. @throws ConfigError that names every field that is
 * missing.
 */
export function parseSecret(text: string, id: string): DatabaseSecret {
  const values = parseObject(text);
  if (values === undefined)
    throw new ConfigError("the secret is not a JSON object", { where: id, next: SHAPE });
  const find = (field: keyof typeof FIELDS): string | undefined => {
    for (const name of FIELDS[field]) {
      const value = values[name];
      if (typeof value === "number" && field === "port") return String(value);
      if (typeof value === "string" && value !== "") return value;
    }
    return undefined;
  };
  const user = find("user");
  const password = find("password");
  const port = find("port");
  const wrong: string[] = [];
  if (user === undefined) wrong.push("no username");
  if (password === undefined) wrong.push("no password");
  if (port !== undefined && !(/^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535))
    wrong.push("a port that is not a number");
  if (user === undefined || password === undefined || wrong.length > 0) {
    throw new ConfigError(`the secret has ${wrong.join(" and ")}`, { where: id, next: SHAPE });
  }
  return {
    user,
    password,
    host: find("host"),
    port: port === undefined ? undefined : Number(port),
    database: find("database"),
    clusterId: find("clusterId"),
  };
}

/** Returns the text to store: JSON in the shape that rotation functions understand. */
export function renderSecret(secret: DatabaseSecret): string {
  const entries = Object.entries(FIELDS).map(([field, [name]]) => [
    name,
    secret[field as keyof DatabaseSecret],
  ]);
  return JSON.stringify({ engine: "redshift", ...Object.fromEntries(entries) });
}

/**
 * Returns the secret of that name or ARN; undefined when it has no value yet.
 * @throws ConfigError for one that does not exist or has not the right shape; UnreachableError when AWS does not
 * answer.
 */
export async function findSecret(id: string): Promise<StoredSecret | undefined> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const client = new SecretsManagerClient(CLIENT_SETTINGS);
  let [text, madeAt]: [string | undefined, Date | undefined] = [undefined, undefined];
  try {
    const found = await client.send(new GetSecretValueCommand({ SecretId: id }));
    [text, madeAt] = [found.SecretString, found.CreatedDate];
  } catch (error) {
    if (hasNoValue(error)) return undefined;
    throw explainFault(error, {
      doing: "read the secret",
      where: id,
      whenMissing: "check DWH_REDSHIFT_SECRET_ID, the account and AWS_REGION",
      whenDenied:
        "allow the role secretsmanager:GetSecretValue on it, and kms:Decrypt if it is encrypted with its own key",
    });
  } finally {
    client.destroy();
  }
  return { ...parseSecret(text ?? "", id), madeAt };
}

/**
 * Returns the secret of that name or ARN.
 * @throws ConfigError as `findSecret` does, and when it has no value yet; UnreachableError when AWS does not answer.
 */
export async function readSecret(id: string): Promise<StoredSecret> {
  const secret = await findSecret(id);
  if (secret !== undefined) return secret;
  throw new ConfigError("the secret has no value yet", {
    where: id,
    next: "`dwh bootstrap` creates the user and its password",
  });
}

/**
 * Makes this the secret's current value.
 * @throws ConfigError for a secret that does not exist; UnreachableError when AWS refuses or does not answer.
 */
export async function writeSecret(id: string, secret: DatabaseSecret): Promise<void> {
  const { PutSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const client = new SecretsManagerClient(CLIENT_SETTINGS);
  try {
    await client.send(new PutSecretValueCommand({ SecretId: id, SecretString: renderSecret(secret) }));
  } catch (error) {
    throw explainFault(error, {
      doing: "write the secret",
      where: id,
      whenMissing: "create the secret first, without a value, as the infrastructure does",
      whenDenied: "allow the role secretsmanager:PutSecretValue on it",
    });
  } finally {
    client.destroy();
  }
}

/** A secret that was made without a value is said to be missing, in other words. */
function hasNoValue(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === "ResourceNotFoundException" &&
    /secret value/i.test(error.message)
  );
}

/** The parser's own error would quote the secret, so that it is dropped. */
function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
