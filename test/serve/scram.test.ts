import { describe, expect, it } from "vitest";
import { beginScram, deriveVerifier, finishScram } from "../../src/serve/scram.ts";

// The example of RFC 7677, section 3.
const CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
const SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const CLIENT_FINAL =
  "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
const verifier = deriveVerifier("pencil", salt, 4096);

describe("SCRAM-SHA-256", () => {
  it("answers as the example in RFC 7677", () => {
    const exchange = beginScram(verifier, CLIENT_FIRST, SERVER_NONCE);
    expect(exchange.serverFirst).toBe(
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    );
    expect(finishScram(verifier, exchange, CLIENT_FINAL)).toBe(
      "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    );
  });

  it("tells a wrong password", () => {
    const other = deriveVerifier("pencil2", salt, 4096);
    const exchange = beginScram(other, CLIENT_FIRST, SERVER_NONCE);
    expect(finishScram(other, exchange, CLIENT_FINAL)).toBeUndefined();
  });

  it("takes passwords for equal that differ only in how they are composed", () => {
    expect(deriveVerifier("I\u00adX\u00a0\u2168", salt, 4096)).toEqual(deriveVerifier("IX IX", salt, 4096));
  });

  it.each([
    ["another nonce", CLIENT_FINAL.replace("%hv", "%hw")],
    ["another binding", CLIENT_FINAL.replace("biws", "eSws")],
    ["no proof", CLIENT_FINAL.replace(/,p=.*/, "")],
    ["a short proof", CLIENT_FINAL.replace(/,p=.*/, ",p=AAAA")],
  ])("refuses a final message with %s", (_, final) => {
    const exchange = beginScram(verifier, CLIENT_FIRST, SERVER_NONCE);
    expect(() => finishScram(verifier, exchange, final)).toThrow(/malformed/);
  });

  it.each([
    ["garbage", "hello", /malformed/],
    ["an empty nonce", "n,,n=user,r=", /malformed/],
    ["a mandatory extension", "n,,m=x,n=user,r=abc", /malformed/],
    ["channel binding", "p=tls-unique,,n=user,r=abc", /channel binding/],
    ["another identity", "n,a=root,n=user,r=abc", /identity/],
  ])("refuses a first message with %s", (_, first, message) => {
    expect(() => beginScram(verifier, first, SERVER_NONCE)).toThrow(message);
  });
});
