// Clients of Node. Usage: node node-client.mjs CLIENT; its package is found from the folder in FOUND_FROM.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const client = process.argv[2];
const require = createRequire(join(process.env.FOUND_FROM, "package.json"));
const load = async (name) => {
  const loaded = await import(pathToFileURL(require.resolve(name)).href);
  return loaded.default ?? loaded;
};

const { PGHOST: host, PGPORT, PGUSER: user, PGPASSWORD: password, PGDATABASE: database } = process.env;
const ssl = { ca: readFileSync(process.env.PGSSLROOTCERT, "utf8"), rejectUnauthorized: true };
const at = { host, port: Number(PGPORT), user, password, database, ssl };
const HOSTILE = [
  "O'Reilly",
  'a "quoted" name',
  "back\\slash",
  "\\'; drop table songs; --",
  "$1 %s",
  "é 🎉",
  "",
  "a\nb\tc",
];
const MANY =
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n";

function same(found, wanted) {
  const [one, other] = [found, wanted].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`found ${one}, wanted ${other}`);
}

/** Each opens a connection: `ask` takes SQL and values for its marks and gives rows as objects. */
const OPEN = {
  pg: async () => {
    const { Client } = await load("pg");
    const open = new Client(at);
    await open.connect();
    return {
      mark: "$1",
      ask: async (sql, values) => (await open.query(sql, values)).rows,
      inTransaction: async (work) => {
        await open.query("begin");
        try {
          await work((sql, values) => open.query(sql, values));
          await open.query("commit");
        } catch {
          await open.query("rollback");
        }
      },
      close: () => open.end(),
    };
  },
  postgres: async () => {
    const postgres = await load("postgres");
    const sql = postgres({ ...at, username: user, max: 1, onnotice: () => undefined });
    return {
      mark: "$1",
      ask: async (text, values = []) => [...(await sql.unsafe(text, values))],
      inTransaction: (work) =>
        sql
          .begin((inside) => work((text, values = []) => inside.unsafe(text, values)))
          .catch(() => undefined),
      close: () => sql.end(),
    };
  },
  knex: async () => {
    const knex = (await load("knex"))({ client: "pg", connection: at, pool: { min: 0, max: 1 } });
    return {
      mark: "?",
      ask: async (sql, values = []) => (await knex.raw(sql, values)).rows,
      inTransaction: (work) =>
        knex
          .transaction((inside) => work((sql, values = []) => inside.raw(sql, values)))
          .catch(() => undefined),
      close: () => knex.destroy(),
    };
  },
  sequelize: async () => {
    const { Sequelize } = await load("sequelize");
    const sequelize = new Sequelize(database, user, password, {
      host,
      port: at.port,
      dialect: "postgres",
      dialectModule: await load("pg"),
      dialectOptions: { ssl },
      logging: false,
      // Else it sends SET TIME ZONE INTERVAL, which Redshift does not describe.
      keepDefaultTimezone: true,
      // Nor does Redshift know that setting.
      standardConformingStrings: false,
      // Bound values alone, as with Redshift: docs/serve.md.
      pool: { max: 1 },
    });
    const query = async (sql, bind, more = {}) => (await sequelize.query(sql, { bind, ...more }))[0];
    return {
      mark: "$1",
      ask: (sql, values) => query(sql, values),
      inTransaction: (work) =>
        sequelize
          .transaction((transaction) => work((sql, values) => query(sql, values, { transaction })))
          .catch(() => undefined),
      close: () => sequelize.close(),
    };
  },
  kysely: async () => {
    const { Kysely, PostgresDialect, CompiledQuery } = await load("kysely");
    const { Pool } = await load("pg");
    const db = new Kysely({ dialect: new PostgresDialect({ pool: new Pool({ ...at, max: 1 }) }) });
    const query = async (on, sql, values) => (await on.executeQuery(CompiledQuery.raw(sql, values))).rows;
    return {
      mark: "$1",
      ask: (sql, values) => query(db, sql, values),
      inTransaction: (work) =>
        db
          .transaction()
          .execute((inside) => work((sql, values) => query(inside, sql, values)))
          .catch(() => undefined),
      close: () => db.destroy(),
    };
  },
  "drizzle-orm": async () => {
    const { drizzle } = await load("drizzle-orm/node-postgres");
    const { sql } = await load("drizzle-orm");
    const { Pool } = await load("pg");
    const pool = new Pool({ ...at, max: 1 });
    const db = drizzle(pool);
    // Its texts have values between their parts.
    const query = async (on, text, [value] = []) => {
      const [before, after] = text.split("$1");
      const whole = after === undefined ? sql.raw(before) : sql`${sql.raw(before)}${value}${sql.raw(after)}`;
      return (await on.execute(whole)).rows;
    };
    return {
      mark: "$1",
      ask: (text, values) => query(db, text, values),
      inTransaction: (work) =>
        db
          .transaction((inside) => work((text, values) => query(inside, text, values)))
          .catch(() => undefined),
      close: () => pool.end(),
    };
  },
  typeorm: async () => {
    const { DataSource } = await load("typeorm");
    const source = new DataSource({
      type: "postgres",
      host,
      port: at.port,
      username: user,
      password,
      database,
      ssl,
      poolSize: 1,
    });
    await source.initialize();
    return {
      mark: "$1",
      ask: (sql, values) => source.query(sql, values),
      inTransaction: (work) =>
        source
          .transaction((inside) => work((sql, values) => inside.query(sql, values)))
          .catch(() => undefined),
      close: () => source.destroy(),
    };
  },
};

async function feature(name, work) {
  let open;
  try {
    open = await OPEN[client]();
    const said = (await work(open)) ?? "yes";
    console.log(JSON.stringify({ feature: name, said }));
  } catch (error) {
    console.log(JSON.stringify({ feature: name, said: "no", why: String(error?.stack ?? error) }));
  } finally {
    await open?.close().catch(() => undefined);
  }
}

await feature("values", async ({ ask }) => {
  const [row] = await ask(
    "select 1::smallint as a, 9223372036854775807::bigint as b, 1.50::numeric(10,2) as c, 0.5::float8 as d, true as e, 'é'::varchar as f, null::integer as g",
  );
  same(row, { a: 1, b: "9223372036854775807", c: "1.50", d: 0.5, e: true, f: "é", g: null });
});
await feature("bound values", async ({ ask, mark }) => {
  for (const text of HOSTILE)
    same(await ask(`select cast(${mark} as varchar(64)) as one`, [text]), [{ one: text }]);
});
await feature("transactions", async ({ ask, mark, inTransaction }) => {
  const kept = `kept_${client.replace("-", "_")}`;
  await ask(`create table ${kept} (a integer)`);
  const insert = `insert into ${kept} values (${mark})`;
  await inTransaction(async (send) => {
    await send(insert, [1]);
    throw new Error("no");
  });
  await inTransaction((send) => send(insert, [2]));
  same(await ask(`select a from ${kept}`), [{ a: 2 }]);
});
await feature("errors", async ({ ask }) => {
  const error = await ask("select * from nowhere").then(
    () => undefined,
    (thrown) => thrown,
  );
  same(error?.code ?? error?.original?.code ?? error?.driverError?.code ?? error?.cause?.code, "42P01");
  same(await ask("select 1 as one"), [{ one: 1 }]);
});
await feature("many rows", async ({ ask }) => same((await ask(MANY)).length, 50_000));
await feature("catalogue", async ({ ask, mark }) => {
  const rows = await ask(
    `select column_name as name from information_schema.columns where table_name = ${mark} order by ordinal_position`,
    ["songs"],
  );
  same(
    rows.slice(0, 2).map(({ name }) => name),
    ["song_id", "title"],
  );
});
await feature("cancel", async () => "not tried");
