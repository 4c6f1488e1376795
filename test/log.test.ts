import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { jsonLine, openLog, plainLine } from "../src/log.ts";

const now = new Date("2026-01-02T03:04:05.678Z");

describe("openLog", () => {
  it("writes what is important enough, one JSON object a line, and all of it before it is closed", async () => {
    const stream = new PassThrough();
    const log = openLog({ stream, json: true, color: false, level: "warn", now: () => now });
    log.info("not this");
    log.warn("slow", { step: "songs", rows: 3 });
    for (let index = 0; index < 500; index += 1) log.error("again", { index });
    await log.close();
    stream.end();
    const lines = (await text(stream))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(501);
    expect(lines[0]).toEqual({
      timestamp: now.toISOString(),
      level: "warn",
      message: "slow",
      step: "songs",
      rows: 3,
    });
    expect(lines[500]).toMatchObject({ level: "error", index: 499 });
  });

  it("writes short lines for people", async () => {
    const stream = new PassThrough();
    const log = openLog({ stream, json: false, color: false, level: "info", now: () => now });
    log.info("step finished", { step: "songs" });
    await log.close();
    stream.end();
    expect(await text(stream)).toBe("03:04:05 step finished  step=songs\n");
  });
});

describe("jsonLine", () => {
  it("keeps errors by their message and big integers by their digits", () => {
    const line = jsonLine(now, "info", "m", {
      error: new Error("why"),
      rows: 12345678901234567890n,
      none: undefined,
    });
    expect(JSON.parse(line)).toEqual({
      timestamp: now.toISOString(),
      level: "info",
      message: "m",
      error: "why",
      rows: "12345678901234567890",
    });
  });
});

describe("plainLine", () => {
  it("names the level when it is not info, and quotes what is no single word", () => {
    const fields = { url: "s3://b/k", text: "two words", rows: 3, none: undefined, control: "\u001b[31m" };
    expect(plainLine(now, "warn", "look", fields, false)).toBe(
      '03:04:05 warn: look  url=s3://b/k text="two words" rows=3 control="\\u001b[31m"',
    );
  });

  it("has colours only where they are wanted", () => {
    expect(plainLine(now, "error", "m", {}, true)).toContain("\u001b[31m");
    expect(plainLine(now, "error", "m", { a: 1 }, false)).not.toContain("\u001b");
  });
});
