import { createHash } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { play } from "../support/records.ts";
import { startChild } from "../support/children.ts";
import { dwh, ordinaryUser, type Start } from "../support/dwh.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch(undefined, { shared: true });
  // A source without a file is an error, which is not what is looked at here.
  scratch.write("songs/none.json", "");
});
afterEach(() => scratch.remove());

const file = (): string => join(scratch.folder, "warehouse.duckdb");
const paths = (): string[] => [
  "--events",
  join(scratch.folder, "events"),
  "--songs",
  join(scratch.folder, "songs"),
  "--warehouse",
  file(),
  "--work-url",
  join(scratch.folder, "work"),
];

/** The last error of the log, with the exit code. */
async function failing(options: Start = {}, more: readonly string[] = []) {
  const { code, stderr } = await dwh(["run", ...paths(), ...more], options);
  const lines = stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { level: string; message: string; where?: string; next?: string });
  return { code, error: lines.findLast(({ level }) => level === "error") };
}

const user = ordinaryUser();
/** Runs as somebody whom rights hold back; what was written so far becomes theirs. */
function asOrdinaryUser(): Start {
  if (user === undefined || user === "this one") return {};
  const give = (path: string): void => {
    chownSync(path, user.uid, user.gid);
    if (statSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name));
  };
  give(scratch.folder);
  return { user };
}

describe.skipIf(user === undefined)(
  "what this user may not (skipped where root alone can start the program)",
  () => {
    it("read as a folder is told with its name", async () => {
      scratch.write("events/a.json", [play()]);
      const closed = join(scratch.folder, "events/closed");
      mkdirSync(closed);
      const options = asOrdinaryUser();
      chmodSync(closed, 0o000);
      const { code, error } = await failing(options);
      chmodSync(closed, 0o700);
      expect(code).toBe(5);
      expect(error).toMatchObject({ where: `${closed}/`, next: expect.stringContaining("chmod") as string });
      expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    });

    it("read as a file is told with its name", async () => {
      const path = scratch.write("events/a.json", [play()]);
      const options = asOrdinaryUser();
      chmodSync(path, 0o000);
      const { code, error } = await failing(options);
      expect(code).toBe(5);
      expect(error).toMatchObject({ where: path, next: expect.stringContaining("chmod") as string });
    });

    it("write as the warehouse is told with its name, and the file stays as it is", async () => {
      scratch.write("events/a.json", [play()]);
      await scratch.run();
      const before = readFileSync(file());
      const options = asOrdinaryUser();
      chmodSync(file(), 0o400);
      const { code, error } = await failing(options);
      expect(code).toBe(2);
      expect(error).toMatchObject({ where: file(), next: expect.stringContaining("--warehouse") as string });
      expect(readFileSync(file()).equals(before)).toBe(true);
    });
  },
);

describe.skipIf(process.platform === "win32")("a full disk (skipped on Windows, which has no ulimit)", () => {
  /** Events that no compression makes small. */
  const many = Array.from({ length: 4000 }, (_, index) => {
    const noise = (salt: string): string => createHash("sha512").update(`${salt}${index}`).digest("base64");
    return play({ itemInSession: index, userAgent: noise("a") + noise("b"), song: noise("c") });
  });

  it("under the warehouse rolls back, and the same run passes when there is space", async () => {
    scratch.write("events/a.json", [play({ sessionId: 9 })]);
    await scratch.run();
    scratch.write("events/b.json", many);
    const { code, error } = await failing({ fileSize: statSync(file()).size / 2 });
    expect(code).toBe(1);
    expect(error).toMatchObject({
      message: expect.stringContaining("the disk of the local warehouse is full") as string,
      where: expect.stringContaining(file()) as string,
      next: expect.stringContaining("free space") as string,
    });
    expect(await scratch.query("select count(*) from songplays")).toEqual([["1"]]);
    expect(await scratch.query("select count(*) from etl_files where source = 'events'")).toEqual([["1"]]);
    expect(await scratch.run()).toMatchObject({ exitCode: 0 });
    expect(await scratch.query("select count(*) from songplays")).toEqual([["4001"]]);
    // What was rolled back counts for nothing: the sums of the page hold before and after.
    const { stdout } = await dwh(["report", "--format", "json", "--warehouse", file()]);
    const { sums } = JSON.parse(stdout) as { sums: { what: string; holds: boolean }[] };
    expect(sums.filter(({ holds }) => !holds)).toEqual([]);
    expect(sums.length).toBeGreaterThan(5);
  });

  it("under the packs is told with the file, and no work is left", async () => {
    await scratch.run();
    for (let index = 0; index < 40; index += 1) scratch.write(`events/${index}.json`, many.slice(0, 100));
    const { code, error } = await failing({ fileSize: 200_000 }, ["--warehouse", ":memory:"]);
    expect(code).toBe(5);
    expect(error).toMatchObject({
      where: expect.stringContaining(join(scratch.folder, "work")) as string,
      next: expect.any(String) as string,
    });
    expect(readdirSync(join(scratch.folder, "work"))).toEqual([]);
  });

  it("under generated data is told, and nothing half written is left", async () => {
    const folder = join(scratch.folder, "data");
    const { code, stderr } = await dwh(["generate", folder], { fileSize: 20_000 });
    expect(code).toBe(1);
    expect(stderr).toContain("does not fit on the disk");
    expect(stderr).toContain(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a warehouse file", () => {
  it.each([
    ["of another program", Buffer.from("a letter to a friend ".repeat(500))],
    ["that is too short", Buffer.from("DUCK")],
    ["that is empty", Buffer.alloc(0)],
  ])("%s is told, and left as it is", async (_, content) => {
    writeFileSync(file(), content);
    const { code, error } = await failing();
    expect(code).toBe(2);
    expect(error).toMatchObject({
      message: expect.stringContaining("not a DuckDB database") as string,
      where: file(),
      next: expect.stringContaining("--warehouse") as string,
    });
    expect(readFileSync(file()).equals(content)).toBe(true);
  });
});

describe("a warehouse that another process has open", () => {
  it("is exit code 6, with the other's number", async () => {
    scratch.write("events/a.json", [play()]);
    const duckdb = createRequire(import.meta.url).resolve("@duckdb/node-api");
    const script = `require(${JSON.stringify(duckdb)}).DuckDBInstance.create(${JSON.stringify(file())})
      .then((instance) => { globalThis.instance = instance; console.log("open"); process.stdin.resume(); })`;
    const owner = startChild(process.execPath, ["-e", script], { input: null });
    await owner.says(/open/);
    const { code, error } = await failing();
    await owner.end();
    expect(code).toBe(6);
    expect(error).toMatchObject({
      message: expect.stringContaining(`process ${owner.child.pid}`) as string,
      where: file(),
      next: expect.stringContaining("wait") as string,
    });
  });
});
