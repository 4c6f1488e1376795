import { describe, expect, it } from "vitest";
import { WarehouseError } from "../src/errors.ts";
import { redact } from "../src/redact.ts";
import { written } from "./support/written.ts";

const URL_WITH_PASSWORD = "postgres://etl:pass%40word@db.example.com:5439/dev";
const PRESIGNED =
  "https://lake.s3.amazonaws.com/a.json?X-Amz-Date=20260101T000000Z&X-Amz-Credential=AKIA%2F1&X-Amz-Security-Token=tok%2Fen&X-Amz-Signature=0123abc";

describe("a secret by its place in a text", () => {
  it("is the password in a url, and what signs a presigned one", () => {
    expect(redact(`cannot reach ${URL_WITH_PASSWORD}: no answer`)).toBe(
      "cannot reach postgres://etl:***@db.example.com:5439/dev: no answer",
    );
    expect(redact("redis://:x@cache and redis://app:1@cache/0")).toBe(
      "redis://:***@cache and redis://app:***@cache/0",
    );
    expect(redact(`got ${PRESIGNED}, "${PRESIGNED}"`)).not.toMatch(/AKIA|tok|0123abc/);
    expect(redact("?AWSAccessKeyId=AKIA1&Expires=1&Signature=abc%3D")).toBe(
      "?AWSAccessKeyId=***&Expires=1&Signature=***",
    );
  });

  it("is nothing else", () => {
    for (const text of [
      "s3://lake/log_data/2018/11/a.json:12",
      "localhost:5439/dev, user etl",
      "https://example.com:8443/a@b",
      "mail me@example.com",
    ])
      expect(redact(text)).toBe(text);
  });

  it("is in no error and no line of the log, and the line stays JSON", async () => {
    const error = new WarehouseError(`bad ${URL_WITH_PASSWORD}`, { sqlState: "XX000", where: PRESIGNED });
    expect(`${error.message} ${error.where ?? ""}`).not.toMatch(/pass%40word|0123abc/);
    const fields = { url: PRESIGNED, said: `"${URL_WITH_PASSWORD}"`, error: new Error(PRESIGNED) };
    const target = { color: false, level: "info", now: () => new Date(0) } as const;
    const line = await written({ ...target, json: true }, (log) => log.info(`"${PRESIGNED}"`, fields));
    const plain = await written({ ...target, json: false }, (log) => log.info(PRESIGNED, fields));
    expect(JSON.parse(line)).toMatchObject({ said: '"postgres://etl:***@db.example.com:5439/dev"' });
    for (const text of [line, plain]) expect(text).not.toMatch(/pass%40word|0123abc|tok%2Fen/);
  });
});
