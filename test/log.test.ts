import { describe, expect, it } from "vitest";
import type { LogTarget } from "../src/log.ts";
import { written } from "./support/written.ts";

const at = new Date("2026-01-02T03:04:05.678Z");
const target = (facts: Partial<LogTarget>): Omit<LogTarget, "stream"> => ({
  json: true,
  color: false,
  level: "info",
  now: () => at,
  ...facts,
});

describe("JSON lines", () => {
  it("hold what is important enough, one object a line, and all of it before the log is closed", async () => {
    const all = await written(target({ level: "warn" }), (log) => {
      log.info("not this");
      log.warn("slow", { step: "songs", rows: 3 });
      for (let index = 0; index < 500; index += 1) log.error("again", { index });
    });
    const lines = all.trimEnd().split("\n");
    expect(lines).toHaveLength(501);
    expect(lines[0]).toBe(
      '{"timestamp":"2026-01-02T03:04:05.678Z","level":"warn","message":"slow","step":"songs","rows":3}',
    );
    expect(JSON.parse(lines[500] ?? "")).toMatchObject({ level: "error", index: 499 });
  });

  it.each([
    ["error", ["error"]],
    ["warn", ["error", "warn"]],
    ["info", ["error", "warn", "info"]],
    ["debug", ["error", "warn", "info", "debug"]],
  ] as const)("from %s on are those of %j", async (level, levels) => {
    const all = await written(target({ level }), (log) => {
      for (const one of ["error", "warn", "info", "debug"] as const) log[one]("m");
    });
    const lines = all.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(levels);
  });

  it("keep errors by their message and big integers by their digits", async () => {
    const rows = 12345678901234567890n;
    const line = await written(target({}), (log) =>
      log.info("m", { error: new Error("why"), rows, none: undefined }),
    );
    expect(JSON.parse(line)).toEqual({
      timestamp: at.toISOString(),
      level: "info",
      message: "m",
      error: "why",
      rows: "12345678901234567890",
    });
  });

  it("keep message and level whatever the fields are called, and signs of formats as they are", async () => {
    const line = await written(target({}), (log) =>
      log.warn("100 %d %s", { message: "no", level: "no", rows: 1 }),
    );
    expect(JSON.parse(line)).toMatchObject({ level: "warn", message: "100 %d %s", rows: 1 });
  });

  it("survive a field that holds itself", async () => {
    const circle: Record<string, unknown> = { name: "socket" };
    circle["self"] = circle;
    const line = await written(target({}), (log) => log.info("m", { circle }));
    expect(JSON.parse(line)).toMatchObject({ message: "m", circle: { name: "socket" } });
  });
});

describe("lines for people", () => {
  it("are short", async () => {
    const line = await written(target({ json: false }), (log) =>
      log.info("step finished", { step: "songs" }),
    );
    expect(line).toBe("03:04:05 step finished  step=songs\n");
  });

  it("name the level when it is not info, and quote what is no single word", async () => {
    const fields = { url: "s3://b/k", text: "two words", rows: 3, none: undefined, control: "\u001b[31m" };
    expect(await written(target({ json: false }), (log) => log.warn("look", fields))).toBe(
      '03:04:05 warn: look  url=s3://b/k text="two words" rows=3 control="\\u001b[31m"\n',
    );
  });

  it("have colours only where they are wanted", async () => {
    const write = (color: boolean) =>
      written(target({ json: false, color }), (log) => log.error("m", { a: 1 }));
    expect(await write(true)).toContain("\u001b[31m");
    expect(await write(false)).not.toContain("\u001b");
  });
});
