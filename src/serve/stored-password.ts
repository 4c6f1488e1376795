/** What a server keeps of a password, and how CREATE USER spells it (Database Developer Guide, "CREATE USER"). Pure. */
import { createHash } from "node:crypto";
import { WarehouseError } from "../errors.ts";
import { deriveVerifier, type ScramVerifier } from "./scram.ts";

/** Postgres' SCRAM, and the two of Redshift: MD5 of password and user, SHA-256 of password and salt. */
export type StoredPassword =
  | { readonly kind: "scram"; readonly verifier: ScramVerifier }
  | { readonly kind: "md5"; readonly hash: string }
  | { readonly kind: "sha256"; readonly digest: Buffer; readonly salt: Buffer };

/** RFC 7677's least, and Postgres' default. */
const SCRAM_ITERATIONS = 4096;
const SALT_BYTES = 32;

/** Returns what is kept of a password in that form; `newSecret` gives random bytes for its salt. */
export function storePassword(
  kind: StoredPassword["kind"],
  { user, password }: { readonly user: string; readonly password: string },
  newSecret: (bytes: number) => Buffer,
): StoredPassword {
  switch (kind) {
    case "scram":
      return { kind, verifier: deriveVerifier(password, newSecret(16), SCRAM_ITERATIONS) };
    case "md5":
      return { kind, hash: createHash("md5").update(`${password}${user}`).digest("hex") };
    case "sha256": {
      const salt = newSecret(SALT_BYTES);
      return { kind, digest: createHash("sha256").update(password).update(salt).digest(), salt };
    }
  }
}

/**
 * Returns what is kept of the text after PASSWORD: `md5` and 32 digits, `sha256|` and a password or a digest with its
 * salt, or a password, of which an MD5 is made. @throws WarehouseError for an MD5 and a digest of another length.
 */
export function readPassword(
  text: string,
  user: string,
  newSecret: (bytes: number) => Buffer,
): StoredPassword {
  if (text.startsWith("md5")) {
    if (!/^md5[0-9a-f]{32}$/i.test(text)) throw invalid("an MD5 password has 32 hexadecimal digits");
    return { kind: "md5", hash: text.slice(3).toLowerCase() };
  }
  const [scheme, first = "", salt] = text.split("|");
  if (scheme !== "sha256") return storePassword("md5", { user, password: text }, newSecret);
  if (salt === undefined) return storePassword("sha256", { user, password: first }, newSecret);
  if (![first, salt].every((part) => /^[0-9a-f]{64}$/i.test(part)))
    throw invalid("digest and salt of a SHA-256 password have 64 hexadecimal digits each");
  return { kind: "sha256", digest: Buffer.from(first, "hex"), salt: Buffer.from(salt, "hex") };
}

function invalid(message: string): WarehouseError {
  return new WarehouseError(message, { sqlState: "22023" });
}
