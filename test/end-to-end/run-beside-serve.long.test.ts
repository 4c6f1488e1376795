/** A warehouse that is served and loaded at the same time: the run goes through the server, which has the file open. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dwh } from "../support/dwh.ts";
import type { Running } from "../support/children.ts";
import { play, song } from "../support/records.ts";

let folder = "";
let server: Running;
let port = 0;

const FILE = "served/own.duckdb";
const SOURCES = ["--events", "events", "--songs", "songs"];
const lines = (...objects: readonly object[]): string =>
  objects.map((one) => `${JSON.stringify(one)}\n`).join("");
const type = (...args: readonly string[]) => dwh([...args, "--warehouse", FILE], { cwd: folder });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-beside-"));
  for (const name of ["events", "songs"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "events/1.json"), lines(play(), play()));
  writeFileSync(join(folder, "songs/1.json"), lines(song()));
  // From another folder than that of the run: what the run names is found all the same.
  server = dwh(["serve", "--port", "0", "--warehouse", join(folder, FILE)], {
    cwd: tmpdir(),
    env: { DWH_SERVE_PASSWORD: "Looks-1-at-it" },
  });
  port = Number(/"port":(\d+)/.exec(await server.says(/"listening"/))?.[1]);
});
afterAll(async () => {
  await server.end();
  rmSync(folder, { recursive: true, force: true });
});

const connect = async (): Promise<Client> => {
  const client = new Client({
    host: "127.0.0.1",
    port,
    user: "dwh",
    database: "dev",
    password: "Looks-1-at-it",
    ssl: { ca: readFileSync(join(folder, "served/serve.crt")) },
  });
  await client.connect();
  return client;
};

describe("beside `dwh serve`", () => {
  it("a run loads, once, while somebody looks, who sees old or new: in an open transaction the old star, then the new one", async () => {
    expect(await type("run", ...SOURCES)).toMatchObject({ code: 0 });
    const client = await connect();
    const plays = async (): Promise<unknown> =>
      (await client.query<{ plays: unknown }>("select count(*)::integer as plays from songplays")).rows[0]
        ?.plays;
    await client.query("begin");
    expect(await plays()).toBe(2);
    writeFileSync(join(folder, "events/2.json"), lines(play()));
    const { code, stderr } = await type("run", ...SOURCES);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain("the warehouse is open in `dwh serve`: this command goes through the server");
    expect(await plays()).toBe(2);
    await client.query("commit");
    expect(await plays()).toBe(3);
    await client.end();
    const again = await type("run", ...SOURCES);
    expect(again.stderr).toContain('"status":"nothing new"');
  });

  it("a rebuild is seen at once: whoever looks while it works sees all of the old star, or all of the new one", async () => {
    const client = await connect();
    const levels = async (): Promise<string> =>
      JSON.stringify(
        (await client.query("select level, count(*)::integer as plays from songplays group by 1")).rows,
      );
    const made = await levels();
    await client.query("update songplays set level = 'odd'");
    const old = await levels();
    const state = { isOver: false };
    const rebuild = type("rebuild", ...SOURCES);
    const ended = rebuild.then(() => (state.isOver = true));
    const seen: string[] = [];
    while (!state.isOver) seen.push(await levels());
    await ended;
    expect(await rebuild).toMatchObject({ code: 0 });
    expect(seen.filter((one) => one !== old && one !== made)).toEqual([]);
    expect(seen).toContain(old);
    expect(await levels()).toBe(made);
    await client.end();
  });

  it("a file that another process has open behind an entrance that leads nowhere is locked, as it is without one", async () => {
    const way = join(folder, `${FILE}.serve`);
    const whole = readFileSync(way, "utf8");
    writeFileSync(way, whole.replace(/"port":\d+/, '"port":1'));
    expect(await type("check")).toMatchObject({ code: 6 });
    writeFileSync(way, whole);
  });

  it("check, status and query look through it too", async () => {
    expect(await type("check")).toMatchObject({ code: 0 });
    expect((await type("status")).stdout).toContain("the newest of 3 files");
    expect((await type("query", "select count(*) from users", "--format", "csv")).stdout).toBe("count\n1\n");
  });

  it("a run that would read another S3 than the server is refused before anything is done", async () => {
    const { code, stderr } = await dwh(["run", ...SOURCES, "--s3-root", "bucket", "--warehouse", FILE], {
      cwd: folder,
    });
    expect(code).toBe(2);
    expect(stderr).toContain("the server reads s3:// from S3, and this command from ");
  });

  it("what the job is let in with is the user's own to read, and gone with the server; after that the file is opened", async () => {
    const way = join(folder, `${FILE}.serve`);
    expect(statSync(way).mode & 0o777).toBe(0o600);
    expect(readFileSync(way, "utf8")).not.toContain("Looks-1-at-it");
    const left = readFileSync(way);
    server.child.kill("SIGTERM");
    expect(await server).toMatchObject({ code: 0 });
    expect(existsSync(way)).toBe(false);
    // What a server leaves behind that was killed leads nobody astray.
    writeFileSync(way, left);
    expect((await type("query", "select count(*) from songplays", "--format", "csv")).stdout).toBe(
      "count\n3\n",
    );
  });
});
