/** What an AWS call failed of, told apart by the names, codes and statuses that the services and the SDK use; pure. */
import { ConfigError, DwhError, UnreachableError } from "../errors.ts";

/** Kinds of failed calls, told apart by what a person does about them. */
export type FaultKind =
  | "no credentials"
  | "bad credentials"
  | "no region"
  | "denied"
  | "missing"
  | "throttled"
  | "network"
  | "tls"
  | "server"
  | "refused";

/** What was tried, for the sentence, and what else is known about it. */
export interface AttemptedCall {
  /** Continues "cannot …": `list the objects`. */
  readonly doing: string;
  /** The url, name or ARN of what was asked. */
  readonly where: string;
  /** What to do when it is not there. */
  readonly whenMissing?: string;
  /** What to do when the identity may not. */
  readonly whenDenied?: string;
}

const NAMES: Readonly<Partial<Record<FaultKind, RegExp>>> = {
  "no credentials": /^(CredentialsProviderError|MissingAuthenticationToken(Exception)?)$/,
  "bad credentials":
    /^(Expired(Token|TokenException)|RequestExpired|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|InvalidToken|TokenRefreshRequired|AuthFailure|RequestTimeTooSkewed|InvalidSecurity)$/,
  denied:
    /^(AccessDenied(Exception|Fault)?|AllAccessDisabled|AccountProblem|Forbidden|UnauthorizedOperation|NotAuthorized|403)$/,
  missing: /^(NoSuch(Bucket|Key)|NotFound|ResourceNotFoundException|ClusterNotFound(Fault)?|404)$/,
  throttled:
    /^(Throttling(Exception)?|ThrottledException|TooManyRequests(Exception)?|SlowDown|RequestLimitExceeded|RequestThrottled(Exception)?|BandwidthLimitExceeded|LimitExceededException|PriorRequestNotComplete|EC2ThrottledException)$/,
  network: /^TimeoutError$/,
};
const NETWORK_CODE =
  /^(E(CONN(REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND|HOSTDOWN)|ENOTFOUND|UND_ERR_.*)$/;
const TLS_CODE = /(CERT|TLS|SSL|UNABLE_TO_)/;

interface Facts {
  readonly name: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly message: string;
}

/** Returns the kind of a failed call; undefined for an error that neither AWS nor the network has made. */
export function faultKind(error: unknown): FaultKind | undefined {
  const { name, code, status, message } = factsOf(error);
  for (const [kind, pattern] of Object.entries(NAMES) as [FaultKind, RegExp][]) {
    if (pattern.test(name)) return kind;
  }
  if (/^Region (is missing|not accepted)/.test(message)) return "no region";
  if (NETWORK_CODE.test(code)) return "network";
  if (TLS_CODE.test(code)) return "tls";
  if (status === undefined) return undefined;
  if (status === 403) return "denied";
  if (status === 404) return "missing";
  if (status === 429) return "throttled";
  return status >= 500 ? "server" : "refused";
}

/**
 * Returns what was thrown by an AWS client as a ConfigError or an UnreachableError with what, where and next; anything
 * else is returned as it is.
 */
export function explainFault(error: unknown, attempt: AttemptedCall): unknown {
  if (error instanceof DwhError) return error;
  const kind = faultKind(error);
  if (kind === undefined) return error;
  const { name, code, message } = factsOf(error);
  const said = message === "" || message === "UnknownError" ? code || name : message;
  const shown = said.replaceAll(/\s+/g, " ").replace(/\.$/, "");
  const facts = { where: attempt.where, next: nextOf(kind, attempt), cause: error };
  const what = `cannot ${attempt.doing}: ${WORDS[kind](shown, name)}`;
  const wrong = kind === "missing" || kind === "refused" || kind === "no region";
  return wrong ? new ConfigError(what, facts) : new UnreachableError(what, facts);
}

const WORDS: Readonly<Record<FaultKind, (said: string, name: string) => string>> = {
  "no credentials": () => "no AWS credentials were found",
  "bad credentials": (said, name) => `the AWS credentials are not accepted (${name}: ${said})`,
  "no region": () => "AWS_REGION is not set, or is not a region",
  denied: (said) =>
    /denied|forbidden|^403$/i.test(said) && said.length < 16 ? "access denied" : `access denied (${said})`,
  missing: (said, name) => `it does not exist (${/^404$/.test(said) ? name : said})`,
  throttled: (said, name) => `AWS still asks to slow down after several tries (${name}: ${said})`,
  network: (said) => `no answer (${said})`,
  tls: (said) => `the certificate is not trusted (${said})`,
  server: (said, name) => `AWS still fails after several tries (${name}: ${said})`,
  refused: (said, name) => `AWS refused it (${name}: ${said})`,
};

function nextOf(kind: FaultKind, attempt: AttemptedCall): string {
  switch (kind) {
    case "no credentials":
      return "give the task a role, or this machine a profile (AWS_PROFILE)";
    case "bad credentials":
      return "log in again, or renew the credentials of AWS_PROFILE or AWS_ACCESS_KEY_ID; check this machine's clock";
    case "no region":
      return "set AWS_REGION to its region, such as eu-central-1";
    case "denied":
      return (
        attempt.whenDenied ??
        "give the role the right that is named; `aws sts get-caller-identity` shows the identity in use"
      );
    case "missing":
      return attempt.whenMissing ?? "check the name, the account and AWS_REGION";
    case "throttled":
    case "server":
      return "try again later";
    case "network":
      return "check the network, the VPC's endpoints or NAT, AWS_REGION, and AWS_ENDPOINT_URL if it is set; then try again";
    case "tls":
      return "name the certificate of its authority in NODE_EXTRA_CA_CERTS";
    case "refused":
      return "check the value that is named";
  }
}

function factsOf(error: unknown): Facts {
  if (!(error instanceof Error)) return { name: "", code: "", status: undefined, message: "" };
  const { code, Code, $metadata } = error as Error & {
    readonly code?: unknown;
    readonly Code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return {
    name: typeof Code === "string" ? Code : error.name,
    code: typeof code === "string" ? code : "",
    status: $metadata?.httpStatusCode,
    message: error.message,
  };
}
