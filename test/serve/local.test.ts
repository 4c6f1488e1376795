/** The whole: `pg` and psql in front, the local warehouse behind. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Server } from "../../src/serve/serve.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../src/warehouse/local/open.ts";
import { startChild } from "../support/children.ts";
import { insist } from "../support/insist.ts";
import { account, certificate, pgConfig, startServer, watch } from "./served.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-serve-"));
let warehouse: LocalWarehouse;
let server: Server;
let watching: ReturnType<typeof watch>;
beforeAll(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: openFolderStore({ s3Root: folder }),
    now: () => new Date(),
  });
  watching = watch(warehouse);
  server = await startServer(watching.watched);
  writeFileSync(join(folder, "root.crt"), certificate.cert);
  await withClient(async (client) => {
    await client.query(`create table songs (song_id varchar(18) not null, title varchar(20), year smallint, duration numeric(9,5),
      added timestamp, primary key (song_id)) distkey (song_id) sortkey (year)`);
    await client.query("insert into songs (song_id, year) values ('S1', 1999), ('S2', null)");
  });
});
afterAll(async () => {
  await server.close();
  warehouse.close();
  rmSync(folder, { recursive: true });
});

async function withClient<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(pgConfig(server.port));
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const LONG =
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select count(*) from n";

describe("pg on the served local warehouse", () => {
  it("loads with COPY, hears of it, and reads values of every kind by their types", async () => {
    writeFileSync(
      join(folder, "songs.json"),
      '{"song_id": "S1", "title": "Caf\u00e9", "year": 1999, "duration": 215.30159, "added": "2018-11-01 10:00:00.123"}\n' +
        '{"song_id": "S2", "title": null, "year": null, "duration": null, "added": null}\n',
    );
    await withClient(async (client) => {
      const notices: (string | undefined)[] = [];
      client.on("notice", ({ severity, message }) => notices.push(`${severity}: ${message}`));
      await client.query("begin; create table loaded (like songs)");
      const loaded = await client.query(
        `copy loaded from '${join(folder, "songs.json")}' iam_role default format as json 'auto' timeformat 'auto'`,
      );
      expect(loaded).toMatchObject({ command: "COPY", rowCount: 2 });
      expect(notices).toEqual(["INFO: Load into table 'loaded' completed, 2 record(s) loaded successfully."]);
      const { rows, fields } = await client.query(
        "select *, year > 2000 as new, 1::bigint as big from loaded order by song_id",
      );
      await client.query("rollback");
      expect(rows).toEqual([
        {
          song_id: "S1",
          title: "Café",
          year: 1999,
          duration: "215.30159",
          added: new Date(2018, 10, 1, 10, 0, 0, 123),
          new: false,
          big: "1",
        },
        { song_id: "S2", title: null, year: null, duration: null, added: null, new: null, big: "1" },
      ]);
      expect(fields.map(({ dataTypeID }) => dataTypeID)).toEqual([1043, 1043, 21, 1700, 1114, 16, 20]);
    });
  });

  it("unloads, hears of it, and finds the place of what is wrong", async () => {
    await withClient(async (client) => {
      const notices: (string | undefined)[] = [];
      client.on("notice", ({ severity, message }) => notices.push(`${severity}: ${message}`));
      const unloaded = await client.query(
        "unload ('select song_id from songs where song_id = ''S1''') to 's3://lake/songs_' iam_role default csv header",
      );
      expect(unloaded).toMatchObject({ command: "UNLOAD", rowCount: 1 });
      expect(notices).toEqual(["INFO: UNLOAD completed, 1 record(s) unloaded successfully."]);
      expect(readFileSync(join(folder, "lake", "songs_0000_part_00"), "utf8")).toBe("song_id\nS1\n");
      await expect(
        client.query("unload ('select nope from songs') to 's3://lake/y' iam_role default"),
      ).rejects.toMatchObject({ code: "42703", position: "17" });
    });
  });

  it("binds values as what they are, backslashes and quotes included", async () => {
    await withClient(async (client) => {
      const text = "it's \\n; drop table songs --";
      const { rows } = await client.query(
        "select $1 as text, $2::integer + 1 as n, $3::boolean as b where $4 is null",
        [text, 41, true, null],
      );
      expect(rows).toEqual([{ text, n: 42, b: true }]);
      expect(
        (
          await client.query("select count(*) as n from songs where song_id = $1 and year > $2 limit $3", [
            "S1",
            1990,
            5,
          ])
        ).rows,
      ).toEqual([{ n: "1" }]);
    });
  });

  it("shows what Redshift would refuse, with its place", async () => {
    await withClient(async (client) => {
      await expect(client.query("select 1;\nselect distinct on (a) a from songs")).rejects.toMatchObject({
        code: expect.stringMatching(/^(42601|0A000)$/) as string,
        severity: "ERROR",
        position: expect.stringMatching(/^[12]\d$/) as string,
        hint: expect.any(String) as string,
      });
      await expect(client.query("select * from no_such_table")).rejects.toMatchObject({ code: "42P01" });
    });
  });

  it("takes back a transaction that failed, even when it is committed", async () => {
    await withClient(async (client) => {
      await client.query("begin");
      await client.query("insert into songs (song_id) values ('S3')");
      await expect(client.query("select no_such_column from songs")).rejects.toThrow(/no_such_column/);
      await expect(client.query("select 1")).rejects.toMatchObject({ code: "25P02" });
      expect((await client.query("commit")).command).toBe("ROLLBACK");
      expect((await client.query("select song_id from songs where song_id = 'S3'")).rows).toEqual([]);
    });
  });

  it("asks the warehouse what a function of the session stands beside, and in which schema the session is", () =>
    withClient(async (client) => {
      await expect(client.query("select '2.5'::int, version()")).rejects.toMatchObject({ code: "22P02" });
      const { rows } = await client.query(
        "select 'a ' = 'a' as same, 1 + 1, current_user, version() is null as none",
      );
      expect(rows).toEqual([{ same: true, "?column?": 2, current_user: "dwh", none: false }]);
      await client.query("create schema elsewhere");
      await client.query("set search_path to elsewhere");
      const schema = await client.query("select current_schema(), pg_backend_pid() > 0 as pid");
      expect(schema.rows).toEqual([{ current_schema: "elsewhere", pid: true }]);
    }));

  it("has sessions of its own, with their settings", async () => {
    await withClient((first) =>
      withClient(async (second) => {
        await first.query("set query_group to 'run-1'");
        expect((await first.query("show query_group")).rows).toEqual([{ query_group: "run-1" }]);
        expect((await second.query("show query_group")).rows).toEqual([{ query_group: "" }]);
        await first.query("begin; insert into songs (song_id) values ('S4')");
        expect((await second.query("select count(*)::integer as n from songs")).rows).toEqual([{ n: 2 }]);
        await first.query("rollback");
      }),
    );
  });

  it("waits for the lock that another session holds, until that one is gone", async () => {
    const holder = new Client(pgConfig(server.port));
    holder.on("error", () => {});
    await holder.connect();
    await holder.query("begin; lock songs");
    await withClient(async (client) => {
      await client.query("begin");
      const order: string[] = [];
      const locked = client.query("lock songs").then(() => order.push("locked"));
      await holder.query("select 1");
      order.push("held");
      // Killed, not ended: the server sees the connection break.
      (holder as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      await locked;
      expect(order).toEqual(["held", "locked"]);
      await client.query("rollback");
    });
  });

  it("cancels a statement, by the number of its session, and terminates another", async () => {
    await withClient((busy) =>
      withClient(async (other) => {
        const { rows } = await busy.query<{ pid: number }>("select pg_backend_pid() as pid");
        const pid = rows[0]?.pid;
        expect(pid).toBe((busy as unknown as { processID: number }).processID);
        const running = busy.query(LONG).catch((error: unknown) => error);
        // Until the statement runs there is nothing to cancel.
        const failure = await insist(running, () => other.query("select pg_cancel_backend($1)", [pid]));
        expect(failure).toMatchObject({ code: "57014" });
        expect((await busy.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
        expect((await other.query("select pg_terminate_backend(1)")).rows).toEqual([
          { pg_terminate_backend: false },
        ]);
      }),
    );
  });
});

const HAS_PSQL = spawnSync("psql", ["--version"]).status === 0;

/** What psql prints, standard error included; `input` is typed in. */
async function psql(args: readonly string[], change: Record<string, string> = {}): Promise<string> {
  const { stdout, stderr } = await startPsql(args, change);
  return stdout + stderr;
}

const startPsql = (args: readonly string[], change?: Record<string, string>) =>
  startChild("psql", ["-X", "-A", "-t", "-P", "null=∅", ...args], { env: psqlEnvironment(change) });

const psqlEnvironment = (change: Record<string, string> = {}): Record<string, string | undefined> => ({
  PATH: process.env["PATH"],
  PGHOST: "localhost",
  PGHOSTADDR: "127.0.0.1",
  PGPORT: String(server.port),
  PGUSER: account.user,
  PGDATABASE: account.database,
  PGPASSWORD: account.password,
  PGSSLMODE: "verify-full",
  PGSSLROOTCERT: join(folder, "root.crt"),
  ...change,
});

describe.skipIf(!HAS_PSQL)("psql on the served local warehouse", () => {
  it("connects with the certificate verified, and not without", async () => {
    expect(await psql(["-c", "\\conninfo"])).toMatch(/SSL connection \(protocol: TLSv1.3/);
    writeFileSync(join(folder, "empty.crt"), "");
    expect(await psql(["-c", "select 1"], { PGSSLROOTCERT: join(folder, "empty.crt") })).toMatch(
      /certificate/,
    );
    expect(await psql(["-c", "select 1"], { PGSSLMODE: "disable" })).toMatch(
      /FATAL: {2}this server takes no connection without TLS/,
    );
    expect(await psql(["-c", "select 1"], { PGPASSWORD: "wrong" })).toMatch(
      /FATAL: {2}password authentication failed/,
    );
  });

  it("describes tables", async () => {
    expect(await psql(["-c", "\\dt", "-c", "\\d", "-c", "\\d songs"])).toBe(
      [
        "public|songs|table|dwh",
        "public|songs|table|dwh",
        "song_id|character varying(18)||not null|",
        "title|character varying(20)|||",
        "year|smallint|||",
        "duration|numeric(9,5)|||",
        "added|timestamp without time zone|||",
        "",
      ].join("\n"),
    );
    const others = [
      "\\d+ songs",
      "\\dt+",
      "\\dn",
      "\\l",
      "\\du",
      "\\dv",
      "\\df x",
      "\\di",
      "\\dp",
      "\\dT",
      "\\db",
    ];
    expect(await psql(others.flatMap((command) => ["-c", command]))).not.toMatch(/ERROR/);
  });

  it("runs several statements as one transaction, and stops at the first error", async () => {
    const sql =
      "insert into songs (song_id) values ('S5'); select no_such_column from songs; select 'not reached'";
    const output = await psql(["-c", sql]);
    expect(output).toMatch(/ERROR/);
    expect(output).not.toMatch(/not reached/);
    expect(await psql(["-c", "select count(*) from songs where song_id = 'S5'"])).toBe("0\n");
    expect(await psql(["-c", "select 1; select null; select 'x'"])).toBe("1\n∅\nx\n");
  });

  it("takes settings from its options", async () => {
    expect(await psql(["-c", "show query_group"], { PGOPTIONS: "-c query_group=nightly" })).toBe("nightly\n");
    expect(await psql(["-c", "select 1"], { PGOPTIONS: "-c no_such_parameter=1" })).toMatch(
      /^1\n[^]*WARNING: .*no_such_parameter/,
    );
    expect(await psql(["-c", "show timezone"], { PGTZ: "Europe/Berlin" })).toMatch(
      /^UTC\n[^]*WARNING: {2}TimeZone stays UTC/,
    );
    expect(await psql(["-c", "select 1"], { PGCLIENTENCODING: "LATIN1" })).toMatch(
      /FATAL: .*client_encoding/,
    );
  });

  it("cancels a statement with Ctrl-C", async () => {
    const sent = watching.executed(LONG);
    const running = startPsql(["-c", LONG]);
    const { ended } = await sent;
    // Again and again: the first request may come just before the statement starts. Never too often: psql would hear nothing else.
    await insist(ended, () => {
      const heard = watching.cancelled();
      running.child.kill("SIGINT");
      return Promise.race([heard, ended]);
    });
    const { stdout, stderr } = await running;
    expect(stdout + stderr).toMatch(/ERROR: {2}canceling statement due to user request/);
  });
});
