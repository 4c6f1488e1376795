/** The certificate that the server shows, and the authority behind it. */
import { generate, type SubjectAltNameEntry } from "selfsigned";

/** PEM texts. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** For a server that nobody ends: its key is never written down. */
const AUTHORITY_MS = 3650 * DAY_MS;
const VALID_MS = 30 * DAY_MS;
/** When there is still time. */
const RENEWED_MS = 20 * DAY_MS;

const ALT_NAMES: SubjectAltNameEntry[] = [
  { type: 2, value: "localhost" },
  { type: 7, ip: "127.0.0.1" },
  { type: 7, ip: "::1" },
];

/**
 * Returns a new key and a certificate that is its own authority, for `localhost`, `127.0.0.1` and `::1`, valid for ten years from `now`: a
 * client that takes it as root verifies it, and what `signCertificate` makes with it.
 */
export async function makeCertificate(now: Date): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "dwh serve" }], {
    ...lifeOf(now, AUTHORITY_MS),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: ALT_NAMES },
    ],
  });
  return { key, cert };
}

/** Returns a new key and a certificate for the same names, signed by the authority, valid for 30 days from `now`. */
export async function signCertificate(now: Date, authority: Certificate): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    ...lifeOf(now, VALID_MS),
    ca: authority,
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: ALT_NAMES },
    ],
  });
  return { key, cert };
}

/** When certificates are renewed, and what waits until then. */
export interface Renewing {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  readonly signal: AbortSignal;
}

/** Hands over a new certificate of the authority every 20 days until the signal. Returns then, or throws what `use` throws. */
export async function renewCertificates(
  authority: Certificate,
  { now, sleep, signal }: Renewing,
  use: (certificate: Certificate) => void,
): Promise<void> {
  for (;;) {
    await sleep(RENEWED_MS, signal).catch(() => undefined);
    if (signal.aborted) return;
    use(await signCertificate(now(), authority));
  }
}

function lifeOf(now: Date, milliseconds: number) {
  return {
    keyType: "ec",
    algorithm: "sha256",
    // A clock that is a little behind must not refuse it.
    notBeforeDate: new Date(now.getTime() - 60_000),
    notAfterDate: new Date(now.getTime() + milliseconds),
  } as const;
}
