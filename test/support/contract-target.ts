/** What the contract suite asks: the served local warehouse, and a real Redshift where one variable names it. */
import { randomUUID } from "node:crypto";
import { openS3Store } from "../../src/store/s3-store.ts";
import type { Store } from "../../src/store/store.ts";
import { openRedshift, type Login } from "../../src/warehouse/redshift/open.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { openProduction } from "./production.ts";

/** `redshift://user:password@host:5439/database?work=s3://bucket/prefix/&role=arn:…`; see docs/real-cluster.md. */
const REAL = process.env["DWH_TEST_REDSHIFT_URL"];

export interface Target {
  /** Every session of it is in a schema of its own, which is empty at the start. */
  readonly warehouse: Warehouse;
  /** As another user, whose sessions have no schema chosen for them. */
  as(login: Login): Warehouse;
  /** The schema of its sessions, which everything that is made belongs to. */
  readonly schema: string;
  readonly store: Store;
  /** Where files go; ends in a slash. */
  readonly folder: string;
  readonly copyRole: string;
  /** Removes schema and files. */
  close(): Promise<void>;
}

/** The local warehouse behind the Postgres protocol, and a fake S3. */
async function openServed(): Promise<Target> {
  const production = await openProduction();
  const { redshift: warehouse, store } = production;
  return {
    warehouse,
    as: (login) => production.through(production.port, login),
    schema: "public",
    store,
    folder: "s3://lake/",
    copyRole: "default",
    close: () => production.close(),
  };
}

/** The cluster or workgroup that the url names. @throws Error when the url lacks something */
async function openReal(url: string): Promise<Target> {
  const { username, password, hostname, port, pathname, searchParams } = new URL(url);
  const work = searchParams.get("work");
  if (work === null || pathname.length < 2)
    throw new Error("DWH_TEST_REDSHIFT_URL needs a database and work=s3://bucket/prefix/");
  const name = `dwh_contract_${randomUUID().slice(0, 8)}`;
  const folder = `${work.replace(/\/?$/, "/")}${name}/`;
  const store = openS3Store();
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const as = (user: Login): Warehouse =>
    openRedshift({
      host: hostname,
      port: Number(port || 5439),
      database: pathname.slice(1),
      login: { read: async () => user },
      caFile: searchParams.get("ca") ?? undefined,
      applicationName: "dwh",
      now: () => new Date(),
      sleep: () => Promise.resolve(),
      queryGroup: "dwh test",
    });
  const bare = as(login);
  await bare.withSession((session) => session.execute(`create schema ${name}`));
  return {
    warehouse: {
      ...bare,
      withSession: (use) =>
        bare.withSession(async (session) => {
          await session.execute(`set search_path to ${name}`);
          return use(session);
        }),
    },
    as,
    schema: name,
    store,
    folder,
    copyRole: searchParams.get("role") ?? "default",
    close: async () => {
      await bare.withSession((session) => session.execute(`drop schema ${name} cascade`));
      await store.remove(folder);
    },
  };
}

/** The warehouses that every contract is asked of; the real one is skipped by name where no variable names it. */
export const TARGETS: readonly {
  readonly name: string;
  readonly available: boolean;
  readonly real: boolean;
  readonly open: () => Promise<Target>;
}[] = [
  { name: "the served local warehouse", available: true, real: false, open: openServed },
  {
    name: "a real Redshift (DWH_TEST_REDSHIFT_URL)",
    available: REAL !== undefined,
    real: true,
    open: () => openReal(REAL ?? ""),
  },
];
