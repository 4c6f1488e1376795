/** Every example of docs/copy.md is true. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../../src/warehouse/local/open.ts";
import { COPY_OPTIONS } from "../../../../src/dialect/parse/transfer-options.ts";
import {
  readCopyExamples,
  readCopyPage,
  readRefusals,
  type CopyExample,
  type Outcome,
} from "../../../support/copy-examples.ts";

let folder: string;
let warehouse: LocalWarehouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-copy-docs-"));
  mkdirSync(join(folder, "b"));
  const store = openFolderStore({ s3Root: folder });
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

const FORMATS: Readonly<Record<string, string>> = {
  CSV: "format as csv",
  "Delimited text": "",
  JSON: "format as json 'auto'",
};

async function load({ format, columns, file }: CopyExample, option: string): Promise<Outcome> {
  writeFileSync(join(folder, "b", "x"), file);
  return warehouse.withSession(async (one) => {
    await one.execute("drop table if exists t");
    await one.execute(`create table t (${columns})`);
    const tolerant = /maxerror|ignoreallerrors/.test(option) ? "" : "maxerror 100";
    await one.execute(`copy t from 's3://b/x' iam_role default ${FORMATS[format]} ${option} ${tolerant}`);
    const errors = await one.execute(
      "select count(*) from sys_load_error_detail where query_id = pg_last_copy_id()",
    );
    const { rows } = await one.execute("select * from t");
    return { rows: rows as Outcome["rows"], errors: Number(errors.rows[0]?.[0]) };
  });
}

describe.each(readCopyExamples())("$format: $option", (example) => {
  it("gives what the page says", async () => {
    expect(await load(example, example.option)).toEqual(example.loaded);
  });

  it("is needed for it, or not, as the page says", async () => {
    expect(await load(example, "")).toEqual(example.without);
  });
});

it.each(readRefusals())("$written is refused in the words of the page", async ({ written, said }) => {
  const refused = warehouse.withSession((one) =>
    one.execute(`copy t from 's3://b/x' iam_role default ${written}`),
  );
  await expect(refused).rejects.toThrow(said);
});

it.each(Object.keys(COPY_OPTIONS))(
  "the option %s stands on the page, taken with an example or refused",
  (option) => {
    expect(readCopyPage()).toMatch(new RegExp(`\`[^\`]*\\b${option}\\b`));
  },
);
