import { afterEach, describe, expect, it } from "vitest";
import { UnreachableError, WarehouseError } from "../../../src/errors.ts";
import { sendAhead } from "../../../src/warehouse/ahead.ts";
import type { RedshiftOptions } from "../../../src/warehouse/redshift/open.ts";
import type { Result, Session } from "../../../src/warehouse/warehouse.ts";
import { failure } from "../../support/failure.ts";
import { redshiftOn } from "../../support/redshift-on.ts";
import {
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

const redshift = (options: Partial<RedshiftOptions> = {}) => redshiftOn(server, options);

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

  it("sends ahead what nothing is decided between: before the first answer all of it is there, each in its own message", async () => {
    let first = (): void => undefined;
    const asked = new Promise<void>((resolve) => (first = resolve));
    const order: string[] = [];
    const { statements } = await started(async (sql) => {
      order.push(sql);
      if (sql.includes("select 1")) await asked;
      return { notices: [`INFO: of ${sql.slice(-1)}`] };
    });
    await redshift().withSession(async (session) => {
      await session.execute("begin");
      const sent = [1, 2, 3].map((n) => ({ sql: `select ${n}`, label: `step ${n}` }));
      const ahead = sendAhead(session, sent);
      const answers = sent.map(({ sql, label }) => ahead.session.execute(sql, { label }));
      // It stands behind them, and is answered behind them.
      const behind = ahead.session.execute("select 4");
      first();
      expect((await Promise.all(answers)).map(({ notices }) => notices)).toEqual([
        ["INFO:  of 1"],
        ["INFO:  of 2"],
        ["INFO:  of 3"],
      ]);
      expect((await behind).notices).toEqual(["INFO:  of 4"]);
    });
    expect(statements.filter((sql) => sql.includes("select"))).toEqual([
      "/* step 1 */ select 1",
      "/* step 2 */ select 2",
      "/* step 3 */ select 3",
      "select 4",
    ]);
    expect(order).toHaveLength(4);
  });

  it("collects the notices of a statement, and takes the rows of a COPY from them", async () => {
    const load = "INFO: Load into table 'staging_songs' completed,";
    const notices = [
      `${load} 14896 record(s) loaded successfully.`,
      `${load} 3 record(s) could not be loaded.`,
    ];
    await started((sql) => (sql.startsWith("copy") ? { command: "COPY", rowCount: 0, notices } : {}));
    await redshift().withSession(async (session) => {
      const result = await session.execute(
        "copy staging_songs from 's3://lake/songs' iam_role default json 'auto'",
      );
      expect(result).toMatchObject({ rowCount: 14896, rejected: 3 });
      expect(result.notices).toEqual(notices.map((notice) => notice.replace(": ", ":  ")));
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
    const copied = await redshift().withSession(one("copy t from 's3://b/k' iam_role default json 'auto'"));
    expect([copied.rowCount, copied.rejected]).toEqual([7, undefined]);
    expect(server?.statements.at(-1)).toBe("select pg_last_copy_count()");
  });

  it("names run and step in the query history, and changes nothing else", async () => {
    const { statements } = await started();
    const sql = "analyze -- 'quoted' and\nsongs -- of two lines";
    await redshift({ statementTimeoutMs: 5000 }).withSession(
      one(sql, { label: "dwh run-1 songs */ drop\ntable" }),
    );
    expect(statements).toContain("set query_group to 'dwh run-1'");
    expect(statements).toContain("set statement_timeout to 5000");
    expect(statements.at(-1)).toMatch(/analyze -- 'quoted' and\nsongs -- of two lines$/);
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

  it("says of a table that a view keeps what helps, and not the server's hint, which would drop the view", async () => {
    await started(() => {
      throw new WarehouseError("cannot drop table staging_events because other objects depend on it", {
        sqlState: "2BP01",
        hint: "Use DROP ... CASCADE to drop the dependent objects too.",
      });
    });
    const error = await failure(redshift().withSession(one("drop table staging_events")));
    expect((error as WarehouseError).next).toContain("WITH NO SCHEMA BINDING");
    expect((error as WarehouseError).next).not.toContain("CASCADE");
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
    ["S3ServiceException:Access Denied,Status 403,Error AccessDenied", "kms:Decrypt"],
    [
      "S3ServiceException:User: arn:aws:sts::1:assumed-role/copy/RedshiftIamRoleSession is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:1:key/2,Status 403,Error AccessDenied",
      "allow the COPY role kms:Decrypt",
    ],
    [
      'User etl does not have ASSUMEROLE permission on IAM role "arn:aws:iam::1:role/copy" for COPY',
      "grant assumerole",
    ],
    ["permission denied for schema sparkify", "dwh bootstrap"],
    ["permission denied for schema mart", "`grant usage, create on schema mart to etl`"],
    ["must be owner of relation songplays", "`alter table songplays owner to etl`"],
    ["must be owner of relation songplays", "tableowner from pg_tables"],
    ["must be owner of schema mart", "`alter schema mart owner to etl`"],
    ["must be owner of function f", "a superuser do it"],
    ["must be superuser to create an external schema", "superuser do it"],
    ["permission denied for relation songplays", "`alter table songplays owner to etl`"],
    ["permission denied for relation prices", "`grant select on prices to etl`"],
    ["permission denied for language plpythonu", "`grant usage on language plpythonu to etl`"],
    ["permission denied for function f_price", "`grant execute on function f_price(<types>) to etl`"],
    ['permission denied to create temporary tables in database "dev"', "dwh bootstrap"],
    ["permission denied for database dev", "grant create on database"],
    ["permission denied for library l", "grant the job's user the named right"],
    [
      "cannot drop table staging_events because other objects depend on it",
      "a view on staging_events, or a foreign key of another table, depends on it",
    ],
    [
      "User: arn:aws:sts::1:assumed-role/a/Redshift is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/b",
      "trust policy",
    ],
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

  it("sends no request to cancel when nothing runs: it would hit the next statement, the record of the run", async () => {
    const { cancels } = await started(() => ({ command: "INSERT" }));
    await redshift().withSession(async (session) => {
      await session.cancel();
      await session.execute("insert into etl_runs select 1");
      await session.cancel();
      expect(cancels()).toBe(0);
    });
  });

  it("says that the connection was lost, for the statement that ran and for every later one", async () => {
    let letGo = (): void => undefined;
    await started(() => new Promise((resolve) => (letGo = () => resolve({}))));
    await redshift().withSession(async (session) => {
      const statement = failure(session.execute("select long"));
      // The scripted statement does not end; the server goes away under it.
      const closing = server?.close();
      const error = await statement;
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error.next).toContain("run again");
      expect(await failure(session.execute("select 1"))).toBeInstanceOf(UnreachableError);
      letGo();
      await closing;
      server = undefined;
    });
  });
});
