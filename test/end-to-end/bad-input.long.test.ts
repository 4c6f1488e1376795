import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DwhError } from "../../src/errors.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { play, song } from "../support/records.ts";
import { dwh } from "../support/dwh.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch(undefined, { shared: true });
});
afterEach(() => scratch.remove());

const line = (values: object): string => `${JSON.stringify(play(values as Record<string, unknown>))}\n`;
const good = (): string => line({});

/** what is wrong, the file, its line, what the message says, and the way out where it is another than to fix the row or to tolerate it */
const BAD_ROWS: readonly (readonly [string, () => string | Buffer, number, string, string?])[] = [
  ["truncated JSON", () => `${good()}{"artist": "x`, 2, "Invalid JSON", "write the whole file again"],
  [
    "an array around the objects",
    () => `[${good().trim()}]`,
    1,
    "Member is not an object",
    "without brackets",
  ],
  ["commas between the objects", () => `${good().trim()},\n${good()}`, 1, "Invalid JSON"],
  ["a number too large", () => good() + line({ userId: "99999999999999999999" }), 2, "Overflow"],
  [
    "a text too long in bytes",
    () => good() + line({ level: "é".repeat(9) }),
    2,
    "String length exceeds DDL length",
  ],
  ["a date that is none", () => good() + line({ ts: "yesterday" }), 2, "Invalid timestamp"],
  [
    "a number that no float holds",
    () => good() + line({}).replace(/"length":[\d.]+/, '"length":1e400'),
    2,
    "out of range",
  ],
  ["a NUL", () => good() + line({ song: "a\0b" }), 2, "NUL"],
  [
    "a NUL as it is",
    () => Buffer.from(good() + line({ song: "a§b" }).replace("§", "\0")),
    2,
    "control character",
  ],
  ["an object of 5 MB", () => good() + line({ extra: "x".repeat(5 << 20) }), 2, "4 MB"],
  [
    "invalid UTF-8",
    () =>
      Buffer.concat([
        Buffer.from(good()),
        Buffer.from(line({ song: "a§b" }).replace("§", "")),
        Buffer.from([0xff, 10]),
      ]),
    3,
    "Invalid JSON",
  ],
];

describe("a row that cannot be loaded", () => {
  it.each(
    BAD_ROWS.map(
      ([name, content, at, says, next = "DWH_MAX_REJECTS"]) => [name, content, at, says, next] as const,
    ),
  )(
    "because of %s is told with file and line, and nothing is published",
    async (_, content, at, says, next) => {
      scratch.write("events/a.json", good());
      await scratch.run();
      const before = await scratch.star();
      const path = scratch.write("events/b.json", content());
      const result = await scratch.run();
      expect(result).toMatchObject({ exitCode: 4, status: "rejected" });
      const error = result.error as DwhError;
      expect(error.where).toBe(`${path}:${at}`);
      expect(error.message).toContain(says);
      expect(error.next).toContain(next);
      expect(await scratch.star()).toEqual(before);
      // The record tells of it, whatever the value holds.
      const [[count] = []] = await scratch.query(
        `select count(*) from etl_rejects where url = '${path}' and line_number = ${at}`,
      );
      expect(count).toBe("1");
    },
  );

  it("shows the value as it is written", async () => {
    const number = line({}).replace(/"length":[\d.]+/, '"length": 1e400');
    scratch.write("events/a.json", line({ song: "a\0b" }) + number);
    await scratch.run({ maxRejects: 2 });
    expect(await scratch.query("select column_name, value from etl_rejects order by line_number")).toEqual([
      ["song", "a\\u0000b"],
      ["length", "1e400"],
    ]);
  });

  it("goes to etl_rejects when so many are allowed, and the run says so", async () => {
    const path = scratch.write(
      "events/a.json",
      good() + line({ userId: "x" }) + line({ ts: "never" }) + good(),
    );
    const result = await scratch.run({ maxRejects: 2 });
    expect(result).toMatchObject({ exitCode: 0, status: "succeeded" });
    expect(result.rejects).toHaveLength(2);
    const sql = "select url, line_number, column_name, value, reason from etl_rejects order by line_number";
    expect(await scratch.query(sql)).toEqual([
      [path, "2", "userid", "x", expect.stringContaining("Invalid digit") as string],
      [path, "3", "ts", "never", expect.stringContaining("Invalid timestamp") as string],
    ]);
    expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
  });
});

describe("odd but loadable", () => {
  it("are an empty file, nested values, and equal keys", async () => {
    scratch.write("events/empty.json", "");
    scratch.write("events/a.json", [play({ location: { city: "Oslo" } })]);
    const twice = JSON.stringify(play()).replace('"level":"free"', '"level":"paid","level":"free"');
    scratch.write("events/b.json", twice);
    const result = await scratch.run();
    expect(result.error).toBeUndefined();
    expect(await scratch.query("select location, level from songplays order by location")).toEqual([
      ["Oslo", "paid"],
      ['{"city":"Oslo"}', "free"],
    ]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["3"]]);
  });
});

describe("a file that vanishes between listing and reading", () => {
  it("is exit code 5, and the next run goes on without it", async () => {
    const path = scratch.write("events/a.json", [play()]);
    scratch.write("songs/a.json", [song()]);
    const result = await scratch.run({
      onEvent: (event) => {
        if (event.type === "step started" && event.kind === "stage" && event.name === "staging_events")
          unlinkSync(path);
      },
    });
    expect(result).toMatchObject({ exitCode: 5, status: "failed" });
    expect((result.error as DwhError).message).toContain("does not exist");
    expect(await scratch.run()).toMatchObject({ exitCode: 0, status: "succeeded" });
  });
});

describe("the command line says what is wrong, where, and what next", () => {
  const args = (): string[] => [
    "--events",
    join(scratch.folder, "events"),
    "--songs",
    join(scratch.folder, "songs"),
    "--warehouse",
    join(scratch.folder, "w.duckdb"),
    "--work-url",
    join(scratch.folder, "work"),
  ];
  const failing = async (more: readonly string[], env: Record<string, string> = {}) => {
    const { code, stderr } = await dwh(["run", ...args(), ...more], { env });
    return { code, stderr };
  };

  it("of a source that does not exist", async () => {
    const { code, stderr } = await failing(["--events", join(scratch.folder, "nowhere")]);
    expect(code).toBe(2);
    expect(stderr).toContain(join(scratch.folder, "nowhere"));
    expect(stderr).toContain("DWH_EVENTS");
  });

  it("of unknown flags and variables", async () => {
    expect(await failing(["--evnets", "x"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--events") as string,
    });
    const { code, stderr } = await failing([], { DWH_EVNETS: "x" });
    expect(code).toBe(2);
    expect(stderr).toContain("DWH_EVENTS");
  });

  it("of a second run at the same time", async () => {
    scratch.write("events/a.json", [play()]);
    scratch.write("songs/a.json", [song()]);
    const both = await Promise.all([failing([]), failing([])]);
    const codes = both.map(({ code }) => code ?? -1).sort((one, other) => one - other);
    expect([
      [0, 0],
      [0, 6],
    ]).toContainEqual(codes);
    const lockedOut = both.filter(({ code }) => code === 6).map(({ stderr }) => stderr);
    expect(lockedOut.filter((text) => !text.includes("another process has the warehouse open"))).toEqual([]);
  });
});
