import { it } from "vitest";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { openScratch, SQL_DIR } from "../support/scratch.ts";
import { play, song } from "../support/records.ts";
import { makeCertificate } from "../../src/serve/certificate.ts";
import { serve } from "../../src/serve/serve.ts";
import { openLocalWarehouse } from "../../src/warehouse/local/open.ts";
import { openRedshift } from "../../src/warehouse/redshift/open.ts";
import { openFolderStore } from "../../src/sources/folder-store.ts";
it("measure", async () => {
  const s = openScratch();
  s.write("events/1.json", [play(), play()]);
  s.write("songs/a.json", [song()]);
  const store = openFolderStore({});
  const now = () => new Date();
  const tls = await makeCertificate(now());
  writeFileSync(`${s.folder}/ca.pem`, tls.cert);
  const q = () => undefined;
  for (let i = 0; i < 8; i++) {
  let t = performance.now();
  const behind = await openLocalWarehouse({ path: ":memory:", store, now });
  const server = await serve({ warehouse: behind, host: "127.0.0.1", port: 0, user: "etl", password: "x", database: "dev", tls, log: { error: q, warn: q, info: q, debug: q }, newSecret: randomBytes });
  const redshift = openRedshift({ host: "localhost", port: server.port, database: "dev", login: { read: async () => ({ user: "etl", password: "x" }) }, caFile: `${s.folder}/ca.pem`, applicationName: "dwh", queryGroup: "x" });
  const a = performance.now() - t; t = performance.now();
  const r = await s.run({ warehouse: redshift });
  const b = performance.now() - t; t = performance.now();
  await server.close(); behind.close();
  console.log(a.toFixed(), b.toFixed(), (performance.now() - t).toFixed(), r.status, r.error);
  }
});
