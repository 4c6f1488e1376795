/** `dwh init` on real files, and then what it says to type: a warehouse of one's own, from the first command on. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startChild } from "../support/children.ts";
import { dwh } from "../support/dwh.ts";

const ROOT = resolve(import.meta.dirname, "../..");

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const FLAT = {
  "data/visits/a.json": lines([
    { visitId: "v1", town: "Oslo", seenAt: "2024-01-02T03:04:05Z", minutes: 3.5, paid: true, tags: ["x"] },
    { visitId: "v2", town: "Bergen", seenAt: "2024-01-03 03:04:05", minutes: 4, paid: false, tags: [] },
  ]),
  "data/visits/b.json.gz": gzipSync(lines([{ visitId: "v3", town: "Oslo", seenAt: null, minutes: 1 }])),
};
const NESTED = {
  "data/rides/a.json": lines([
    {
      ride: { id: 123456789012, note: "x" },
      rider: { "first name": "Ann", home: { town: "Oslo" } },
      time: "2024-01-01",
    },
    { ride: { id: 2, note: null }, rider: null, time: "2024-01-02" },
  ]),
};
const CSV = {
  "data/trips/a.csv": "trip,station_id,start\nt1,1,2024-01-01\nt2,2,2024-01-02\nt3,1,\n",
  "data/stations.csv": 'id;name;opened\n1;Main;2019-01-01\n2;"Old; Town";2020-02-29\n',
};

let all = "";
beforeAll(() => {
  all = mkdtempSync(join(tmpdir(), "dwh-init-"));
});
afterAll(() => rmSync(all, { recursive: true, force: true }));

describe.each([
  [
    "flat JSON",
    FLAT,
    { visits: "data/visits" },
    [
      ["visits", "3"],
      ["dim_town", "2"],
    ],
  ],
  ["nested JSON", NESTED, { rides: "data/rides" }, [["rides", "2"]]],
  [
    "CSV of two sources",
    CSV,
    { trips: "data/trips", stations: "data/stations.csv" },
    [
      ["trips", "3"],
      ["stations", "2"],
    ],
  ],
] as const)("a warehouse of %s", (_, files, sources, expected) => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(all, "of-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  });
  it("is written, tested, run and laid out, by the commands that init says", async () => {
    const flags = Object.entries(sources).flatMap(([name, place]) => ["--source", `${name}=${place}`]);
    const written = await dwh(["init", "mine", ...flags], { cwd: folder });
    expect(written).toMatchObject({ code: 0 });
    expect(written.stdout).toContain("Type next:\n  cd mine\n  dwh test\n  dwh run\n  dwh report --open\n");

    const own = join(folder, "mine");
    const tested = await dwh(["test"], { cwd: own });
    expect(tested.stdout).toMatch(/\d+ cases, 0 failed\n$/);
    expect(tested.code).toBe(0);
    const ran = await dwh(["run", "--format", "json"], { cwd: own });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('"the SQL is that of the working folder","sql":"sql"');
    expect(JSON.parse(ran.stdout)).toMatchObject({
      status: "succeeded",
      checks_failed: 0,
      checks_warned: 0,
      rows_rejected: 0,
    });
    for (const [table, rows] of expected) {
      const { stdout } = await dwh(["query", `select count(*) as n from ${table}`, "--format", "csv"], {
        cwd: own,
      });
      expect([table, stdout.trim().split(/\r?\n/)[1]]).toEqual([table, rows]);
    }
    const page = join(own, "page.html");
    expect(await dwh(["report", "--output", page], { cwd: own })).toMatchObject({ code: 0 });
    expect(readFileSync(page, "utf8")).toContain("<title>Mine: ");

    const before = readFileSync(join(own, "README.md"), "utf8");
    writeFileSync(join(own, "README.md"), "mine");
    expect(await dwh(["init", "mine", ...flags], { cwd: folder })).toMatchObject({ code: 2 });
    expect(readFileSync(join(own, "README.md"), "utf8")).toBe("mine");
    expect(before).toContain("# mine");
  });
});

it("what was written is laid out as this repository's own is", async () => {
  const sqlDirs = readdirSync(all).map((name) => join(all, name, "mine/sql"));
  expect(sqlDirs).toHaveLength(3);
  for (const sqlDir of sqlDirs) {
    const layout = await startChild(process.execPath, [
      join(ROOT, "scripts/format-sql.mjs"),
      "--check",
      sqlDir,
    ]);
    expect(layout).toMatchObject({ code: 0 });
  }
  const jsons = readdirSync(all, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.includes("/mine/") && path.endsWith(".json"),
  );
  const formatted = await startChild(
    join(ROOT, "node_modules/.bin/oxfmt"),
    ["-c", join(ROOT, ".oxfmtrc.json"), "--check", ...jsons],
    { cwd: all },
  );
  expect(formatted).toMatchObject({ code: 0 });
});
