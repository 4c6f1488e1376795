import { describe, expect, it } from "vitest";
import { decideWarehouse, type WarehouseFacts } from "../../src/job/choose-warehouse.ts";
import { failure } from "../support/failure.ts";

const OWN = ".dwh/warehouse.duckdb";
const SAMPLE = ".dwh/sample.duckdb";

const file = (facts: Partial<WarehouseFacts>): string =>
  decideWarehouse({
    use: "look",
    configured: undefined,
    there: { own: true, sample: true },
    lastRun: undefined,
    ...facts,
  }).file;

describe("the local warehouse, where nobody names its file", () => {
  it("is the one that belongs to the sources of a run, whatever is there and whatever ran before", () => {
    for (const lastRun of [undefined, OWN, SAMPLE])
      for (const there of [
        { own: true, sample: true },
        { own: false, sample: false },
      ]) {
        const around = { use: "fill", lastRun, there } as const;
        for (const configured of ["sources", "own sql"] as const)
          expect(file({ ...around, configured })).toBe(OWN);
        expect(file({ ...around, configured: "sample" })).toBe(SAMPLE);
        expect(file({ ...around, configured: undefined })).toBe(SAMPLE);
      }
  });

  it("is that of the configured sources for who looks and for a reset too", () => {
    for (const use of ["look", "empty"] as const) {
      expect(file({ use, configured: "sources", lastRun: SAMPLE })).toBe(OWN);
      expect(file({ use, configured: "sample", lastRun: OWN })).toBe(SAMPLE);
    }
  });

  it("is the only one that is there", () => {
    for (const use of ["look", "empty"] as const)
      for (const lastRun of [undefined, OWN, SAMPLE]) {
        expect(file({ use, lastRun, there: { own: true, sample: false } })).toBe(OWN);
        expect(file({ use, lastRun, there: { own: false, sample: true } })).toBe(SAMPLE);
      }
  });

  it("is the one of the last run where both are there, and one's own where nobody remembers it", () => {
    expect(file({ lastRun: SAMPLE })).toBe(SAMPLE);
    expect(file({ lastRun: OWN })).toBe(OWN);
    expect(file({ lastRun: undefined })).toBe(OWN);
    expect(file({ lastRun: "elsewhere.duckdb" })).toBe(OWN);
  });

  it("is the one that a run would make where there is none yet", () => {
    expect(file({ there: { own: false, sample: false } })).toBe(SAMPLE);
  });

  it("is not guessed for a reset where both are there", async () => {
    const error = await failure(Promise.resolve().then(() => file({ use: "empty", lastRun: SAMPLE })));
    expect(error).toMatchObject({
      exitCode: 2,
      next: `name one: --warehouse ${OWN}, or --warehouse ${SAMPLE}`,
    });
  });

  it("comes with the reason, which names the other one where there is one", () => {
    const facts = { use: "look", configured: undefined, there: { own: true, sample: true } } as const;
    expect(decideWarehouse({ ...facts, lastRun: SAMPLE }).because).toContain(`--warehouse ${OWN}`);
    expect(decideWarehouse({ ...facts, lastRun: OWN }).because).toContain(`--warehouse ${SAMPLE}`);
    // In a folder with its own sql/ nobody has configured anything.
    expect(decideWarehouse({ ...facts, lastRun: SAMPLE, configured: "own sql" })).toEqual({
      file: OWN,
      because: "the SQL has sources of its own",
    });
  });
});
