/** What a reset relies on in Redshift's catalogue: how tables are declared, and which tables depend on others. See redshift.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseStatements } from "../../src/dialect/parsed.ts";
import { parseTableName } from "../../src/dialect/table-name.ts";
import { planReset, type ResetSteps, type SchemaFile } from "../../src/job/plan-reset.ts";
import { declaredTables } from "../../src/plan/declared-tables.ts";
import { readDefinitions } from "../../src/records/read-definitions.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { failure } from "../support/failure.ts";

const fileOf = (sql: string): SchemaFile => {
  const read = parseStatements(sql);
  return { tables: declaredTables(read), statements: read.statements.map(({ text }) => text) };
};

/** What a reset of these files would do now. */
const planned = async (session: Session, ...files: readonly string[]): Promise<ResetSteps> => {
  const read = files.map(fileOf);
  const names = read.flatMap(({ tables }) => tables.map(({ name }) => parseTableName(name)));
  return planReset(read, await readDefinitions(session, names));
};

/** What the subjects reference; the files of these are unchanged. */
const OTHERS = [
  "create table other (x integer not null primary key, y integer unique)",
  "create table third (x integer not null primary key)",
];

const COLUMNS = "a integer not null, b varchar(9)";

/** The file, and what stands in the warehouse in its place. */
const CHANGED: readonly (readonly [what: string, file: string, ...there: readonly string[]])[] = [
  [
    "a primary key that is declared no longer",
    `create table subject (${COLUMNS})`,
    `create table subject (${COLUMNS}, primary key (a))`,
  ],
  [
    "a primary key that is new",
    `create table subject (${COLUMNS}, primary key (a))`,
    `create table subject (${COLUMNS})`,
  ],
  [
    "another primary key",
    "create table subject (a integer not null, c integer not null, primary key (a))",
    "create table subject (a integer not null, c integer not null, primary key (a, c))",
  ],
  [
    "a unique key",
    `create table subject (${COLUMNS}, unique (a))`,
    `create table subject (${COLUMNS}, unique (a, b))`,
  ],
  [
    "a unique key that was added by hand",
    `create table subject (${COLUMNS})`,
    `create table subject (${COLUMNS})`,
    "alter table subject add unique (b)",
  ],
  [
    "a foreign key that is gone from the file",
    `create table subject (${COLUMNS})`,
    `create table subject (${COLUMNS}, foreign key (a) references other (x))`,
  ],
  [
    "a foreign key to another column",
    `create table subject (${COLUMNS}, foreign key (a) references other (x))`,
    `create table subject (${COLUMNS}, foreign key (a) references other (y))`,
  ],
  [
    "a foreign key to another table",
    `create table subject (${COLUMNS}, foreign key (a) references other (x))`,
    `create table subject (${COLUMNS}, foreign key (a) references third (x))`,
  ],
  [
    "another style",
    `create table subject (${COLUMNS}) diststyle even`,
    `create table subject (${COLUMNS}) diststyle all`,
  ],
  [
    "another distribution key",
    `create table subject (${COLUMNS}) distkey (a)`,
    `create table subject (${COLUMNS}) distkey (b)`,
  ],
  [
    "a style that the file leaves to the cluster",
    `create table subject (${COLUMNS}) diststyle auto`,
    `create table subject (${COLUMNS}) diststyle even`,
  ],
  [
    "another sort key",
    `create table subject (${COLUMNS}) sortkey (a, b)`,
    `create table subject (${COLUMNS}) sortkey (b, a)`,
  ],
  [
    "an interleaved sort key",
    `create table subject (${COLUMNS}) compound sortkey (a, b)`,
    `create table subject (${COLUMNS}) interleaved sortkey (a, b)`,
  ],
  [
    "another encoding",
    "create table subject (a integer encode az64)",
    "create table subject (a integer encode zstd)",
  ],
  [
    "no encoding in place of one",
    "create table subject (a integer encode az64)",
    "create table subject (a integer encode raw)",
  ],
  ["a default", "create table subject (a integer default 1)", "create table subject (a integer default 2)"],
  [
    "a default that is gone from the file",
    "create table subject (b varchar(9))",
    "create table subject (b varchar(9) default 'x')",
  ],
  [
    "an identity that is gone from the file",
    "create table subject (a bigint not null)",
    "create table subject (a bigint identity (1, 1))",
  ],
];

const UNCHANGED: readonly (readonly [what: string, file: string, ...there: readonly string[]])[] = [
  [
    "keys, whatever they are called and in whatever order",
    `create table subject (${COLUMNS}, primary key (a), unique (b, a), unique (b), foreign key (a) references other (x))`,
    `create table subject (a integer not null primary key references other (x), b varchar(9) unique, constraint mine unique (a, b))`,
  ],
  [
    "encodings and a sort key that the file leaves to the cluster",
    "create table subject (a integer, b varchar(9), c double precision, d timestamp)",
    "create table subject (a integer encode zstd, b varchar(9), c double precision, d timestamp encode raw) sortkey (d)",
  ],
  [
    "a style that is left to the cluster, which chose",
    `create table subject (${COLUMNS})`,
    `create table subject (${COLUMNS}) diststyle auto`,
  ],
  [
    "RAW, which the catalogue tells as none",
    "create table subject (a integer encode raw) interleaved sortkey (a)",
    "create table subject (a integer encode raw) interleaved sortkey (a)",
  ],
  [
    "identities and defaults in the catalogue's words",
    `create table subject (id bigint identity (3, 2), a varchar(9) default 'x', b integer default -1, c boolean default true,
     d timestamp default sysdate, e decimal(8, 2) default 1.50, f varchar(9) default null)`,
    `create table subject (id bigint identity (3, 2), a varchar(9) default 'x', b integer default -1, c boolean default true,
     d timestamp default sysdate, e decimal(8, 2) default 1.50, f varchar(9) default null)`,
  ],
  [
    "what is altered to be as the file says",
    `create table subject (${COLUMNS}, primary key (a)) diststyle all`,
    `create table subject (${COLUMNS}) diststyle even`,
    "alter table subject alter diststyle all",
    "alter table subject add primary key (a)",
  ],
];

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("keeps the contract of a reset:", () => {
    let target: Target;
    const within = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
      target.warehouse.withSession(use);
    /** With tables that are gone again afterwards. */
    const among = (
      tables: readonly string[],
      statements: readonly string[],
      use: (session: Session) => Promise<unknown>,
    ) =>
      within(async (session) => {
        try {
          for (const sql of statements) await session.execute(sql);
          await use(session);
        } finally {
          for (const table of tables) await session.execute(`drop table if exists ${table} cascade`);
        }
      });
    beforeAll(async () => {
      target = await open();
      await within(async (session) => {
        for (const sql of OTHERS) await session.execute(sql);
      });
    });
    afterAll(() => target.close());

    it.each(CHANGED)("%s is a change, and the table is made anew", async (_, file, ...there) => {
      await among(["subject"], there, async (session) => {
        const files = [...OTHERS, file];
        expect(await planned(session, ...files)).toMatchObject({ dropped: ["subject"], blocking: [] });
        await session.execute("drop table subject");
        await session.execute(file);
        expect(await planned(session, ...files)).toMatchObject({
          emptied: ["other", "third", "subject"],
          dropped: [],
        });
      });
    });

    it.each(UNCHANGED)("%s: no change", async (_, file, ...there) => {
      await among(["subject"], there, async (session) => {
        expect(await planned(session, file)).toMatchObject({
          emptied: ["subject"],
          dropped: [],
          blocking: [],
        });
      });
    });

    it("a foreign key of a table that is none of the job's keeps a table from being dropped, and is named", async () => {
      const there = [
        "create table subject (a integer not null primary key)",
        "create table stranger (s integer references subject (a))",
      ];
      await among(["stranger", "subject"], there, async (session) => {
        expect(await failure(session.execute("drop table subject"))).toMatchObject({ sqlState: "2BP01" });
        const file = "create table subject (a integer not null primary key, b integer)";
        expect((await planned(session, file)).blocking).toEqual([
          { what: "foreign key", name: `${target.schema}.stranger`, table: `${target.schema}.subject` },
        ]);
      });
    });

    it("of tables that are dropped those go first whose foreign keys reference others, though no file has the key", async () => {
      const there = [
        "create table subject (a integer not null primary key)",
        "create table leaning (s integer references subject (a))",
      ];
      await among(["leaning", "subject"], there, async (session) => {
        const files = ["create table leaning (s integer)", "create table subject (a integer, b integer)"];
        const { dropped, blocking } = await planned(session, ...files);
        expect(blocking).toEqual([]);
        for (const table of dropped) await session.execute(`drop table ${table}`);
        expect(dropped).toEqual(["leaning", "subject"]);
      });
    });

    it("a table in another schema is seen as it is declared, with its views and the keys into it", async () => {
      const mart = `${target.schema}_mart`;
      const declared = `create table ${mart}.levels (level varchar(9) not null primary key) diststyle all sortkey (level)`;
      await within(async (session) => {
        await session.execute(`create schema ${mart}`);
        try {
          await session.execute(declared);
          expect(await planned(session, declared)).toMatchObject({
            emptied: [`${mart}.levels`],
            dropped: [],
          });
          await session.execute(`create view ${mart}.seen as select level from ${mart}.levels`);
          await session.execute(`create table ${mart}.leaning (l varchar(9) references ${mart}.levels)`);
          const other = declared.replace("diststyle all", "diststyle even");
          expect(await planned(session, other)).toMatchObject({
            dropped: [`${mart}.levels`],
            blocking: [
              { what: "view", name: `${mart}.seen`, table: `${mart}.levels` },
              { what: "foreign key", name: `${mart}.leaning`, table: `${mart}.levels` },
            ],
          });
        } finally {
          await session.execute(`drop schema ${mart} cascade`);
        }
      });
    });

    it("a key is dropped by the name that PG_CONSTRAINT tells, as an upgrade from 0.1.0 does", async () => {
      const there = ["create table subject (a integer not null, b integer not null, primary key (a, b))"];
      await among(["subject"], there, async (session) => {
        await session.execute("alter table subject drop constraint subject_pkey");
        const file = "create table subject (a integer not null, b integer not null)";
        expect(await planned(session, file)).toMatchObject({ emptied: ["subject"], dropped: [] });
      });
    });

    it("ALTER TABLE APPEND runs in no transaction, and in a message of its own", async () => {
      const there = ["create table subject (a integer)", "create table leaning (a integer)"];
      await among(["leaning", "subject"], there, async (session) => {
        await session.execute("begin");
        const append = "alter table subject append from leaning";
        expect(await failure(session.execute(append))).toMatchObject({
          message: expect.stringMatching(/transaction block/) as string,
        });
        await session.execute("rollback");
        await session.execute(append);
      });
    });
  });
});
