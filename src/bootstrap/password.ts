/** Passwords for database users; pure but for the randomness that is given. */
import { createHash } from "node:crypto";

/** What Redshift wants: 8 to 64 characters with an upper case, a lower case letter and a digit. No quotes, no slashes. */
const LENGTH = 40;
const KINDS = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789"] as const;
const ALL = KINDS.join("");

/** Returns a password of 40 letters and digits. `below(n)` is an even random whole number from 0 to n - 1. */
export function makePassword(below: (limit: number) => number): string {
  const pick = (from: string): string => from.charAt(below(from.length));
  for (;;) {
    const password = Array.from({ length: LENGTH }, () => pick(ALL)).join("");
    if (KINDS.every((kind) => new RegExp(`[${kind}]`).test(password))) return password;
  }
}

/**
 * Returns the password as CREATE USER takes it without ever seeing it (Database Developer Guide, "CREATE USER": `md5`
 * and the MD5 of password and user name), so that it is in no query history.
 */
export function hashPassword(user: string, password: string): string {
  return `md5${createHash("md5").update(`${password}${user}`).digest("hex")}`;
}
