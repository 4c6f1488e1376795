import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError, UnreachableError, WarehouseError, type DwhError } from "../../../src/errors.ts";
import { openRedshift, type Login, type RedshiftOptions } from "../../../src/warehouse/redshift/open.ts";
import type { Result, Session } from "../../../src/warehouse/warehouse.ts";
import {
  ACCOUNT,
  CANCELLED,
  startScriptedServer,
  type Script,
  type ScriptedServer,
} from "../../support/scripted-server.ts";

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function started(script: Script = () => ({})): Promise<ScriptedServer> {
  server = await startScriptedServer(script);
  return server;
}

function redshift(options: Partial<RedshiftOptions> = {}) {
  return openRedshift({
    host: "localhost",
    port: server?.port ?? 0,
    database: ACCOUNT.database,
    login: { read: async () => ACCOUNT },
    caFile: server?.caFile,
    applicationName: "dwh",
    queryGroup: "dwh run-1",
    ...options,
  });
}

async function failure(promise: Promise<unknown>): Promise<DwhError> {
  return promise.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error as DwhError,
  );
}

const one = (sql: string, options?: Parameters<Session["execute"]>[1]) => (session: Session) =>
  session.execute(sql, options);

describe("Redshift through pg", () => {
  it("gives every value as the text that came, with Redshift's names of the types", async () => {
    const answer: Partial<Result> = {
      command: "SELECT",
      rowCount: 2,
      columns: [
        { name: "id", type: "bigint" },
        { name: "at", type: "timestamp without time zone" },
        { name: "title", type: "character varying(256)" },
        { name: "price", type: "numeric(18,2)" },
        { name: "yes", type: "boolean" },
        { name: "what", type: "super" },
      ],
      rows: [
        ["9007199254740993", "2018-11-01 20:57:10.796", "Ä", "1.10", "t", '{"a":1}'],
        [null, null, "", null, "f", null],
      ],
    };
    await started(() => answer);
    const result = await redshift().withSession(one("select * from t"));
    expect(result).toEqual({ ...answer, notices: [] });
  });

  it.each([
    ["insert into t select 1", { command: "INSERT", rowCount: 12 }],
    ["delete from t", { command: "DELETE", rowCount: 3 }],
    ["create table t (a int)", { command: "CREATE TABLE", rowCount: 0 }],
    ["merge into t using s on t.a = s.a remove duplicates", { command: "MERGE", rowCount: 4 }],
  ])("tells the command and the rows of `%s`", async (sql, answer) => {
    await started(() => answer);
    expect(await redshift().withSession(one(sql))).toMatchObject(answer);
  });

  it("collects the notices of a statement, and takes the rows of a COPY from them", async () => {
    const notice = "INFO: Load into table 'staging_songs' completed, 14896 record(s) loaded successfully.";
    await started((sql) =>
      sql.startsWith("copy") ? { command: "COPY", rowCount: 0, notices: [notice] } : {},
    );
    await redshift().withSession(async (session) => {
      const result = await session.execute(
        "copy staging_songs from 's3://lake/songs' iam_role default json 'auto'",
      );
      expect(result.rowCount).toBe(14896);
      expect(result.notices).toEqual([notice.replace(": ", ":  ")]);
      expect((await session.execute("analyze staging_songs")).notices).toEqual([]);
    });
  });

  it("asks for the rows of a COPY when no notice tells them", async () => {
    await started((sql) =>
      sql.startsWith("copy")
        ? { command: "COPY" }
        : {
            command: "SELECT",
            rowCount: 1,
            columns: [{ name: "pg_last_copy_count", type: "bigint" }],
            rows: [["7"]],
          },
    );
    expect(
      (await redshift().withSession(one("copy t from 's3://b/k' iam_role default json 'auto'"))).rowCount,
    ).toBe(7);
    expect(server?.statements.at(-1)).toBe("select pg_last_copy_count()");
  });

  it("names run and step in the query history, and changes nothing else", async () => {
    const { statements } = await started();
    const sql = "analyze songs -- 'quoted' and\nof two lines";
    await redshift({ statementTimeoutMs: 5000 }).withSession(
      one(sql, { label: "dwh run-1 songs */ drop\ntable" }),
    );
    expect(statements).toContain("set query_group to 'dwh run-1'");
    expect(statements).toContain("set statement_timeout to 5000");
    expect(statements.at(-1)).toMatch(/analyze songs -- 'quoted' and\nof two lines$/);
    expect(statements.at(-1)).not.toContain("*/ drop");
  });

  it.each([
    { line: 1, column: 8 },
    { line: 2, column: 5 },
  ])("gives an error of the warehouse with its SQLSTATE, detail, hint and place: %o", async (position) => {
    await started((sql) => {
      // Counted, as a server does, in what it was sent: with the comment in front.
      const [first = ""] = sql.split("\n");
      const sent = position.line === 1 ? { line: 1, column: first.indexOf("titel") + 1 } : position;
      const facts = { sqlState: "42703", detail: "a detail", hint: "a hint", position: sent };
      throw new WarehouseError('column "titel" does not exist', facts);
    });
    const error = await failure(
      redshift().withSession(one("select titel,\n    titel from songs", { label: "run-1 é" })),
    );
    expect(error).toBeInstanceOf(WarehouseError);
    expect(error).toMatchObject({
      message: 'column "titel" does not exist',
      sqlState: "42703",
      detail: "a detail",
      hint: "a hint",
      position,
      where: `localhost:${server?.port}/dev`,
    });
  });

  it.each([
    [
      "User arn:aws:redshift:eu-west-1:1:dbuser:c/etl is not authorized to assume IAM Role arn:aws:iam::1:role/copy",
      "DWH_COPY_ROLE_ARN",
    ],
    ["S3ServiceException:Access Denied,Status 403,Error AccessDenied", "s3:GetObject"],
    [
      "S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint.,Status 301,Error PermanentRedirect",
      "region",
    ],
    ["permission denied for schema sparkify", "dwh bootstrap"],
  ])("says what to do about: %s", async (message, next) => {
    await started(() => {
      throw new WarehouseError(message, { sqlState: "XX000" });
    });
    const error = await failure(
      redshift().withSession(one("copy t from 's3://b/k' iam_role default json 'auto'")),
    );
    expect(error.next).toContain(next);
  });

  it("goes on with the session after an error", async () => {
    await started((sql) => {
      if (sql === "bad") throw new WarehouseError("no", { sqlState: "42601" });
      return { command: "ANALYZE" };
    });
    await redshift().withSession(async (session) => {
      await failure(session.execute("bad"));
      expect((await session.execute("analyze")).command).toBe("ANALYZE");
    });
  });

  it("cancels the statement that runs, through a connection of its own", async () => {
    let began = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      began = resolve;
    });
    await started(async (_, cancelled) => {
      began();
      await cancelled;
      throw CANCELLED;
    });
    await redshift().withSession(async (session) => {
      const statement = failure(session.execute("select long"));
      await running;
      await session.cancel();
      expect(await statement).toMatchObject({ sqlState: "57014" });
    });
  });

  it("says that the connection was lost, for the statement that ran and for every later one", async () => {
    await started(() => new Promise(() => undefined));
    await redshift().withSession(async (session) => {
      const statement = failure(session.execute("select long"));
      // The scripted statement never ends; the server goes away under it.
      const closing = server?.close();
      const error = await statement;
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error.next).toContain("run again");
      expect(await failure(session.execute("select 1"))).toBeInstanceOf(UnreachableError);
      void closing;
      server = undefined;
    });
  }, 5000);
});

describe("a login", () => {
  const source = (...logins: Login[]) => {
    let reads = 0;
    return {
      read: async () => logins[0] as Login,
      renew: async () => logins[(reads += 1)] as Login,
      reads: () => reads,
    };
  };

  it("is tried again once with a secret that has been rotated", async () => {
    await started(() => ({ command: "SELECT" }));
    const login = source({ ...ACCOUNT, password: "old" }, ACCOUNT);
    await redshift({ login }).withSession(one("select 1"));
    expect(login.reads()).toBe(1);
  });

  it.each([
    ["password", { user: "etl", password: "wrong" }],
    ["user", { user: "nobody", password: "wrong" }],
  ])("with a wrong %s says who, where and what next, and never the password", async (_, login) => {
    await started();
    const error = await failure(redshift({ login: source(login, login) }).withSession(one("select 1")));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain(`${login.user} is not let in`);
    expect(error.where).toBe(`localhost:${server?.port}/dev`);
    expect(error.next).toContain("DWH_REDSHIFT_SECRET_ID");
    expect(JSON.stringify([error, error.message, error.cause])).not.toContain("wrong");
  });

  it("to a database that is not there is a matter of configuration", async () => {
    await started();
    const error = await failure(redshift({ database: "prod" }).withSession(one("select 1")));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.next).toContain("DWH_REDSHIFT_DATABASE");
  });
});

describe("the way to Redshift", () => {
  it("is refused when the certificate is not signed by an authority that is trusted", async () => {
    await started();
    const error = await failure(redshift({ caFile: undefined }).withSession(one("select 1")));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain("TLS failed");
    expect(error.next).toContain("DWH_REDSHIFT_CA_FILE");
  });

  it("is refused when the certificate is for another host", async () => {
    await started();
    // The certificate knows localhost, 127.0.0.1 and ::1; this is the same machine too.
    const error = await failure(redshift({ host: "127.0.0.2" }).withSession(one("select 1")));
    expect(error.message).toMatch(/TLS failed: .*127\.0\.0\.2|ECONNREFUSED/);
  });

  it("is refused when the server has no TLS", async () => {
    const plain = createServer((socket) => socket.once("data", () => socket.write("N"))).listen(
      0,
      "127.0.0.1",
    );
    await once(plain, "listening");
    const { port } = plain.address() as AddressInfo;
    const error = await failure(redshift({ port }).withSession(one("select 1")));
    plain.close();
    expect(error.message).toContain("does not support SSL");
    expect(error.next).toContain("certificate");
  });

  it("names a host that does not exist", async () => {
    const error = await failure(
      redshift({ host: "no-such-host.invalid", port: 5439 }).withSession(one("select 1")),
    );
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toMatch(/no host of that name|EAI_AGAIN/);
    expect(error.where).toBe("no-such-host.invalid:5439/dev");
  });

  it("asks after a paused cluster and its security group when nobody answers", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const error = await failure(redshift({ port, connectTimeoutMs: 50 }).withSession(one("select 1")));
    silent.close();
    expect(error.message).toBe("cannot connect: no answer in time");
    expect(error.next).toContain("dwh cluster status");
  });

  it("needs a file of certificates that can be read", () => {
    expect(() => redshift({ caFile: "/nonexistent.pem" })).toThrow(ConfigError);
  });
});
