/**
 * Drivers that nobody here wrote, against `dwh serve`: `npm run test:drivers`. What is not on the machine is skipped by its name; the table of docs/serve.md
 * is what they said. Debian's packages are python3-psycopg2, python3-psycopg, python3-asyncpg, python3-sqlalchemy, python3-pyodbc with odbc-postgresql,
 * pgcli, libdbd-pg-perl, php-pgsql, and libpostgresql-jdbc-java with a JDK; those of Node but `pg` are found from the folder in DWH_TEST_DRIVERS_NPM.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { Client } from "pg";
import { account, certificate, serveLocal } from "../serve/served.ts";
import { startChild } from "../support/children.ts";
import { SQL_DIR } from "../support/sources.ts";

const ASKED = process.env["DWH_TEST_DRIVERS"] !== undefined;
const PAGE = resolve(import.meta.dirname, "../../docs/serve.md");
const OWN = resolve(import.meta.dirname, "../..");
const ELSEWHERE = process.env["DWH_TEST_DRIVERS_NPM"] ?? OWN;
const JDBC = "/usr/share/java/postgresql.jar";

const SLOW_SQL =
  "with recursive n(i) as (select 1::bigint union all select i + 1 from n where i < 60000) select sum(mod(a.i * b.i, 7)) from n a cross join n b";

const FEATURES = [
  "values",
  "bound values",
  "transactions",
  "errors",
  "many rows",
  "catalogue",
  "cancel",
] as const;
type Said = Readonly<Record<string, { readonly said: string; readonly why?: string }>>;

interface Driver {
  readonly name: string;
  readonly words: readonly [string, ...string[]];
  readonly isHere: () => boolean;
  readonly foundFrom?: string;
}

const ends = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;
const python = (name: string, module: string, script: string, ...args: readonly string[]): Driver => ({
  name,
  words: ["/usr/bin/python3", script, ...args],
  isHere: () => ends("/usr/bin/python3", "-c", `import ${module}`),
});
const node = (name: string, foundFrom: string): Driver => ({
  name,
  words: [process.execPath, "node-client.mjs", name],
  foundFrom,
  isHere: () => {
    try {
      return createRequire(join(foundFrom, "package.json")).resolve(name) !== "";
    } catch {
      return false;
    }
  },
});

const DRIVERS: readonly Driver[] = [
  { name: "psql", words: ["sh", "psql.sh"], isHere: () => ends("psql", "--version") },
  {
    name: "pgcli",
    words: ["/usr/bin/python3", "pgcli_client.py"],
    isHere: () => ends("/usr/bin/python3", "-c", "import pgcli"),
  },
  python("psycopg2", "psycopg2", "dbapi.py", "psycopg2"),
  python("psycopg 3", "psycopg", "dbapi.py", "psycopg"),
  python("asyncpg", "asyncpg", "asyncpg_client.py"),
  python("SQLAlchemy", "sqlalchemy, psycopg2", "sqlalchemy_client.py"),
  python("psqlODBC (pyodbc)", "pyodbc", "dbapi.py", "pyodbc"),
  {
    name: "pgjdbc",
    words: ["java", "-cp", JDBC, "Jdbc.java"],
    isHere: () => existsSync(JDBC) && ends("javac", "-version"),
  },
  { name: "DBD::Pg", words: ["perl", "dbd-pg.pl"], isHere: () => ends("perl", "-MDBD::Pg", "-e", "1") },
  {
    name: "PDO",
    words: ["php", "pdo.php"],
    isHere: () => ends("php", "-r", 'exit(extension_loaded("pdo_pgsql") ? 0 : 1);'),
  },
  node("pg", OWN),
  ...["postgres", "knex", "kysely", "drizzle-orm", "sequelize", "typeorm"].map((name) =>
    node(name, ELSEWHERE),
  ),
];

const cellsOf = (said: Said): string => FEATURES.map((name) => said[name]?.said ?? "nothing").join(" | ");

describe.skipIf(!ASKED)("drivers (npm run test:drivers)", () => {
  const folder = mkdtempSync(join(tmpdir(), "dwh-drivers-"));
  const root = join(folder, "serve.crt");
  let server: Awaited<ReturnType<typeof serveLocal>>;
  beforeAll(async () => {
    writeFileSync(root, certificate.cert);
    server = await serveLocal(folder);
    const { user, password, database } = account;
    const client = new Client({
      host: "127.0.0.1",
      port: server.port,
      user,
      password,
      database,
      ssl: { ca: certificate.cert },
    });
    await client.connect();
    const { steps } = await loadSql(SQL_DIR);
    for (const table of ["artists", "songs"])
      for (const { text } of steps.find(({ kind, name }) => kind === "schema" && name === table)
        ?.statements ?? [])
        await client.query(text);
    await client.end();
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  for (const { name, words, isHere, foundFrom } of DRIVERS) {
    it.skipIf(!ASKED || !isHere())(
      `${name} does what docs/serve.md says of it (skipped where it is not installed)`,
      async () => {
        const [command, ...args] = words;
        const { user, password, database } = account;
        const env = {
          PATH: process.env["PATH"],
          PGHOST: "localhost",
          PGHOSTADDR: "127.0.0.1",
          PGPORT: String(server.port),
          PGUSER: user,
          PGPASSWORD: password,
          PGDATABASE: database,
          PGSSLROOTCERT: root,
          FOUND_FROM: foundFrom,
          SLOW_SQL,
          LANG: "C.UTF-8",
        };
        const { stdout, stderr } = await startChild(command, args, {
          cwd: import.meta.dirname,
          env,
          group: true,
        });
        const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
        const said: Said = Object.fromEntries(
          lines.map((line) => {
            const { feature, ...rest } = JSON.parse(line) as { feature: string; said: string; why?: string };
            return [feature, rest];
          }),
        );
        const row = `| ${name} | ${cellsOf(said)} |`;
        const why = Object.entries(said).flatMap(([feature, one]) =>
          one.why === undefined ? [] : `${feature}: ${one.why}`,
        );
        console.log([row, ...why, stderr].join("\n"));
        expect(readFileSync(PAGE, "utf8").replaceAll(/ +\|/g, " |").replaceAll(/\| +/g, "| ")).toContain(row);
      },
    );
  }
});
