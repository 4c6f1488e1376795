import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readPassword, storePassword } from "../../src/serve/stored-password.ts";

const newSecret = (bytes: number): Buffer => Buffer.alloc(bytes, 7);

describe("a password as CREATE USER takes it", () => {
  it("is kept as MD5 of password and user, given in plain text or as that", () => {
    // Database Developer Guide, "CREATE USER": its example.
    const kept = { kind: "md5", hash: "153c434b4b77c89e6b94f12c5393af5b" };
    expect(readPassword("md5153c434b4b77c89e6b94f12c5393af5b", "user1", newSecret)).toEqual(kept);
    expect(readPassword("ez", "user1", newSecret)).toEqual(kept);
  });

  it("is kept as SHA-256 with a salt of its own, or with the one that is given", () => {
    const salt = newSecret(32);
    const digest = createHash("sha256").update("Mypassword1").update(salt).digest();
    const kept = { kind: "sha256", digest, salt };
    expect(readPassword("sha256|Mypassword1", "admin", newSecret)).toEqual(kept);
    const given = `sha256|${digest.toString("hex")}|${salt.toString("hex")}`;
    expect(readPassword(given, "admin", () => Buffer.alloc(0))).toEqual(kept);
  });

  it.each(["md5abc", "sha256|abc|def"])("is refused where a hash is none: %s", (text) => {
    expect(() => readPassword(text, "user1", newSecret)).toThrow(/hexadecimal digits/);
  });

  it("is never kept itself", () => {
    const account = { user: "user1", password: "Mypassword1" };
    for (const kind of ["scram", "md5", "sha256"] as const)
      expect(JSON.stringify(storePassword(kind, account, newSecret))).not.toContain("Mypassword1");
  });
});
