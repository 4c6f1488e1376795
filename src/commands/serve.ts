/** `dwh serve`: the local warehouse behind the Postgres protocol, on this machine only, until a signal. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import { explainMissingPackage } from "../missing-package.ts";
import { removeEntrance, writeEntrance } from "../job/entrance.ts";
import { EXIT } from "../names.ts";
import type { Certificate } from "../serve/certificate.ts";
import type { Server, ServeOptions } from "../serve/serve.ts";
import { openStore } from "../store/open-store.ts";
import { COMPILE_THREAD } from "../threads.ts";
import type { CommandContext } from "../cli/context.ts";

/** What the command looks at. */
type ServeContext = Pick<CommandContext, "io" | "log" | "signal" | "now"> & {
  readonly config: Config & { readonly servePassword: string | undefined };
  readonly flags: {
    readonly port?: number;
    readonly user?: string;
    readonly database?: string;
    /** PEM files; both or neither. */
    readonly tlsCert?: string;
    readonly tlsKey?: string;
  };
};

/** Redshift's port. */
const DEFAULT_PORT = 5439;
const HOST = "127.0.0.1";

const withoutDuckdb = explainMissingPackage("this image has no local warehouse to serve", {
  where: "@duckdb/node-api",
  next: "use the image with DuckDB (docker build --target local), or a checkout",
});

/** Serves until the first signal, which is how a server ends: the exit code is 0. */
export async function command(context: ServeContext): Promise<number> {
  const { config, flags, io, log, signal, now } = context;
  const { port = DEFAULT_PORT, user = "dwh", database = "dev" } = flags;
  const password = config.servePassword;
  if (password === undefined || password === "") {
    throw new ConfigError("the server has no password", {
      where: "DWH_SERVE_PASSWORD",
      next: "set it to the password that clients have to give",
    });
  }
  if (port > 65_535)
    throw new ConfigError(`${port} is not a port`, { where: "--port", next: "give 0 to 65535" });
  const { withLocalWarehouse } = await import("../warehouse/local/open.ts").catch(withoutDuckdb);
  const { openThreadCompiler } = await import("../warehouse/local/compile/in-thread.ts");
  const { serve } = await import("../serve/serve.ts");
  const { makeCertificate, renewCertificates, signCertificate } = await import("../serve/certificate.ts");
  const given = await readCertificate(flags.tlsCert, flags.tlsKey);
  sayMissing(config, log);
  const authority = await makeCertificate(now());
  const made = await signCertificate(now(), authority);
  const root = authority.cert;
  const ended = new AbortController();

  const compiler = openThreadCompiler(COMPILE_THREAD);
  await withLocalWarehouse(
    { path: config.warehouse, store: openStore(config), database, now, compiler },
    async (warehouse) => {
      const account = { user, database, password };
      const server = await serve({
        warehouse,
        host: HOST,
        port,
        ...account,
        tls: given ?? made,
        log,
        newSecret: randomBytes,
      });
      let entrance: Server | undefined;
      const renewing = { now, sleep: rest, signal: AbortSignal.any([signal, ended.signal]) };
      const renewed = renewCertificates(authority, renewing, (certificate) => {
        entrance?.renew(certificate);
        if (given === undefined) server.renew(certificate);
      }).catch((error: unknown) => log.error("the certificate could not be renewed", { error }));
      try {
        entrance = await openEntrance({ config, log, warehouse, user, database, tls: made, root });
        const trusted = flags.tlsCert ?? (await saveCertificate(config.warehouse, root));
        log.info("listening", { host: HOST, port: server.port, user, database, certificate: trusted });
        const secure =
          trusted === undefined ? "sslmode=require" : `sslmode=verify-full sslrootcert=${trusted}`;
        const target = `host=localhost hostaddr=${HOST} port=${server.port} user=${user} dbname=${database} ${secure}`;
        if (io.errIsTerminal) io.writeErr(`Connect with: psql "${target}"\nCtrl-C ends the server.\n`);
        if (!signal.aborted) await once(signal, "abort");
        log.info("closing; running statements are cancelled and rolled back");
      } finally {
        ended.abort();
        await renewed;
        await entrance?.close();
        await server.close();
        await compiler.close();
      }
    },
  );
  return EXIT.done;
}

/** A path may be misspelt: what is not there is made, or missed by the first COPY alone. */
function sayMissing({ warehouse, s3Root }: Config, log: ServeContext["log"]): void {
  if (warehouse !== ":memory:" && !existsSync(warehouse))
    log.warn("there is no warehouse at this path: an empty one is created", {
      where: resolve(warehouse),
      next: "name another one with --warehouse (DWH_WAREHOUSE), or fill it with dwh run",
    });
  if (s3Root !== undefined && !existsSync(s3Root))
    log.warn("there is no folder at this path, which should stand for S3", {
      where: resolve(s3Root),
      next: "name another one with --s3-root (DWH_S3_ROOT), or create it: until then no COPY of the server finds a file",
    });
}

/** Twenty days keep no process alive. */
function rest(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return sleep(milliseconds, undefined, { signal, ref: false });
}

/**
 * Lets in the other commands of this user, which cannot open the file meanwhile: returns a server of their own, on any port, whose password is
 * made here and stands beside the file as long as it is open. Nobody needs one for a warehouse in memory.
 */
async function openEntrance({
  config: { warehouse: file, s3Root },
  root: certificate,
  ...served
}: Pick<ServeOptions, "log" | "warehouse" | "user" | "database" | "tls"> &
  Pick<ServeContext, "config"> & { readonly root: string }): Promise<Server | undefined> {
  if (file === ":memory:") return undefined;
  const { serve } = await import("../serve/serve.ts");
  const password = randomBytes(32).toString("base64url");
  const server = await serve({ ...served, host: HOST, port: 0, password, newSecret: randomBytes });
  const { user, database } = served;
  writeEntrance(file, {
    port: server.port,
    user,
    database,
    password,
    certificate,
    s3Root: s3Root === undefined ? null : resolve(s3Root),
  });
  return {
    ...server,
    close: async () => {
      removeEntrance(file);
      await server.close();
    },
  };
}

async function readCertificate(
  cert: string | undefined,
  key: string | undefined,
): Promise<Certificate | undefined> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new ConfigError("a certificate and its key belong together", {
      where: cert === undefined ? "--tls-key" : "--tls-cert",
      next: "give --tls-cert and --tls-key, or neither for a certificate made at start",
    });
  }
  return { cert: await readPem(cert, "--tls-cert"), key: await readPem(key, "--tls-key") };
}

async function readPem(path: string, flag: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new ConfigError(`cannot read the file: ${(cause as NodeJS.ErrnoException).code ?? String(cause)}`, {
      where: path,
      next: `give ${flag} a PEM file that can be read`,
      cause,
    });
  }
}

/** Puts the authority's certificate beside the warehouse, for clients to verify the server with; nowhere for one in memory. */
async function saveCertificate(warehouse: string, cert: string): Promise<string | undefined> {
  if (warehouse === ":memory:") return undefined;
  const path = join(dirname(warehouse), "serve.crt");
  await writeFile(path, cert);
  return path;
}
