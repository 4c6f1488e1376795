/** What the job relies on in the logs of loading, asked beside the transaction of the COPY, and in a COMMIT that ends late. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import { UnreachableError } from "../../src/errors.ts";
import { readRejects } from "../../src/records/rejects.ts";
import type { LoadedObject } from "../../src/sources/pack-map.ts";
import { classify } from "../../src/warehouse/redshift/faults.ts";
import { runOn } from "../support/contract-run.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { withLateCommit } from "../support/late-commit.ts";
import { patience } from "../support/patience.ts";
import { play, song } from "../support/records.ts";

const lines = (objects: readonly object[]): string =>
  objects.map((one) => `${JSON.stringify(one)}\n`).join("");

describe.each(TARGETS)("$name", ({ available, real, open }) => {
  describe.skipIf(!available)("keeps the contract of the logs of loading:", () => {
    let target: Target;
    beforeAll(async () => {
      target = await open();
    });
    afterAll(() => target.close());

    it("another session of the same user reads the load errors of a COPY by its id, at once or behind the COMMIT", async () => {
      const url = `${target.folder}log/1.json`;
      await target.store.write(url, Buffer.from(lines([{ a: 1 }, { a: "no number" }])));
      const role = target.copyRole === "default" ? "default" : quoteLiteral(target.copyRole);
      const objects: readonly LoadedObject[] = [
        {
          kind: "file",
          url,
          size: 9,
          file: { url, etag: "1", size: 9, source: "events", compression: "", format: { kind: "json" } },
        },
      ];
      await target.warehouse.withSession(async (session) => {
        await session.execute("create table logged (a int)");
        await session.execute("begin");
        await session.execute(
          `copy logged from ${quoteLiteral(url)} iam_role ${role} format as json 'auto' maxerror 2 compupdate off statupdate off`,
        );
        const queryId = (await session.execute("select pg_last_copy_id()")).rows[0]?.[0] ?? "";
        const read = () =>
          target.warehouse.withSession((other) => readRejects(other, objects, { of: "query", queryId }));
        const early = (await read()).rejects.length;
        await session.execute("commit");
        const late = (await read()).rejects.length;
        // Nothing says how soon the log has them; the job is right either way.
        if (real) console.log(`      the log held ${early} of 1 rows before the COMMIT, ${late} behind it`);
        expect([0, 1]).toContain(early);
        expect([early, 1]).toContain(late);
      });
    });

    it(
      "a COMMIT that ends while the next attempt waits for its lock is told as that of the run",
      async () => {
        const at = (name: string): string => `${target.folder}late/${name}`;
        await target.store.write(at("log/1.json"), Buffer.from(lines([play(), play()])));
        await target.store.write(at("songs/1.json"), Buffer.from(lines([song()])));
        const result = await runOn(target, at(""), {
          warehouse: withLateCommit(target.warehouse, "somebody waits"),
          runId: "late-1",
          classify: (error) =>
            error instanceof UnreachableError ? { kind: "lost", reason: "lost" } : classify(error),
        });
        expect(result.error).toBeUndefined();
        expect(result).toMatchObject({
          status: "succeeded",
          retries: 1,
          sources: [{ files: 1 }, { files: 1 }],
        });
      },
      patience(300_000),
    );
  });
});
