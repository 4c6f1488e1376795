import { it } from "vitest";
import { openProduction } from "../support/production.ts";
import { play, song } from "../support/records.ts";
const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));
it("measure", async () => {
  const p = await openProduction();
  p.lake.write("log_data/1.json", lines([play(), play()]));
  p.lake.write("song_data/a.json", lines([song()]));
  const stmts: string[] = [];
  const wh = {
    ...p.redshift,
    withSession: (use: any) =>
      p.redshift.withSession((s) =>
        use({
          ...s,
          execute: async (sql: string, o: any) => {
            const t = performance.now();
            const r = await s.execute(sql, o);
            stmts.push(`${(performance.now() - t).toFixed(1)} ${sql.replaceAll(/\s+/g, " ").slice(0, 100)}`);
            return r;
          },
        }),
      ),
  };
  let t = performance.now();
  const r = await p.run({ warehouse: wh as any });
  console.log(performance.now() - t, r.status, r.error, r.steps.length);
  console.log(stmts.length, stmts.join("\n"));
  for (let i = 0; i < 4; i++) {
    p.lake.write(`log_data/x${i}.json`, lines([play(), play()]));
    stmts.length = 0;
    t = performance.now();
    await p.run({ warehouse: wh as any });
    console.log(performance.now() - t, stmts.length);
  }
  await p.close();
});
