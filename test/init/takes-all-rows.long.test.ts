/** Whatever rows the files hold, the warehouse that is proposed for them takes all of them, and its checks find nothing. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { run } from "../../src/index.ts";
import { initWarehouse } from "../../src/job/init-warehouse.ts";
import { fakeContext } from "../support/context.ts";
import { writeCsv } from "../support/csv-writer.ts";

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aZ9 _-.,;:'\"\\|/é漢🎵"), maxLength: 12 }),
  fc.constantFrom(
    "true",
    "2024-02-29",
    "2023-02-29",
    "2024-01-02 03:04:05",
    "2024-01-02T03:04:05Z",
    "1e5",
    "007",
    "NULL",
    "\\N",
  ),
);
const whole = fc.oneof(fc.integer(), fc.constantFrom(0, 9_007_199_254_740_991, -9_007_199_254_740_991));
const key = fc.oneof(
  fc.constantFrom(
    "id",
    "userId",
    "time",
    "order",
    "user",
    "First Name",
    "a.b",
    "ID",
    "2nd",
    "select",
    "date",
    "from",
  ),
  fc.string({ unit: fc.constantFrom(..."abcXYZ_1 -"), minLength: 1, maxLength: 6 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    word,
    whole,
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
}));

async function loads(
  file: string,
  text: string,
): Promise<{
  readonly status: string;
  readonly staged: readonly number[];
  readonly said: string;
  readonly found: readonly string[];
}> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-init-test-"));
  try {
    const data = join(folder, file);
    writeFileSync(data, text);
    await initWarehouse(fakeContext(), join(folder, "own"), [`rows=${data}`]);
    const result = await run({
      settings: { sqlDir: join(folder, "own/sql"), warehouse: ":memory:", workUrl: join(folder, "work") },
      sources: { rows: data },
    });
    return {
      status: result.status,
      staged: result.sources.map(({ rowsStaged }) => rowsStaged ?? -1),
      said: (result.error as Error | undefined)?.message ?? "",
      found: result.checks.filter(({ count }) => count > 0).map(({ name }) => name),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const RUNS = { numRuns: 12 };

it("takes all rows of JSON, flat or nested", async () => {
  const rows = fc.array(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(rows, async (objects) => {
      const text = objects.map((one) => `${JSON.stringify(one)}\n`).join("");
      expect(await loads("a.json", text)).toEqual({
        status: "succeeded",
        staged: [objects.length],
        said: "",
        found: [],
      });
    }),
    RUNS,
  );
});

it("takes all rows of CSV, with a header or without", async () => {
  const field = fc.oneof(word, whole.map(String), fc.constant(""));
  const records = fc
    .integer({ min: 2, max: 4 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );
  await fc.assert(
    fc.asyncProperty(
      records,
      fc.boolean(),
      fc.constantFrom(",", ";", "\t", "|"),
      async (rows, header, delimiter) => {
        const names = (rows[0] ?? []).map((_, at) => `name ${at}`);
        const text = writeCsv([names, ...rows].slice(header ? 0 : 1), { delimiter });
        const { staged, ...rest } = await loads("a.csv", text);
        expect(rest).toEqual({ status: "succeeded", said: "", found: [] });
        // A first record that looks like names is taken for a header.
        expect(header ? [rows.length] : [rows.length, rows.length - 1]).toContain(staged[0]);
      },
    ),
    RUNS,
  );
});
