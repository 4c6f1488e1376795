/**
 * Bad CSV and bad delimited text: each with its line, column, value, code and reason. Codes are those of the Developer Guide, "Load error
 * reference"; that a row with too few fields has 1214, "System tables for troubleshooting data loads" shows. Which of them bad quotation
 * marks (1214) and a missing newline (1216) have is told by users alone: github.com/snowplow/snowplow issue 259,
 * github.com/databricks/spark-redshift issue 345.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../../src/warehouse/local/open.ts";
import { groupRejects } from "../../../../src/records/reject-groups.ts";
import { BAD_CSV, BAD_CSV_COLUMNS } from "../../../support/bad-csv.ts";

let folder: string;
let warehouse: LocalWarehouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-bad-csv-"));
  mkdirSync(join(folder, "b"));
  const store = openFolderStore({ s3Root: folder });
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

it.each(BAD_CSV)(
  "$what is told with its place, and costs no other row",
  async ({ content, options = "", errors, loaded }) => {
    writeFileSync(join(folder, "b", "x.csv"), content);
    const told = await warehouse.withSession(async (one) => {
      await one.execute("drop table if exists t");
      await one.execute(`create table t (${BAD_CSV_COLUMNS})`);
      const { notices } = await one.execute(
        `copy t from 's3://b/x.csv' iam_role default format as csv ${options} maxerror 100`,
      );
      const { rows } = await one.execute("select count(*) from t");
      const log = await one.execute(
        "select line_number, trim(colname), err_code, trim(err_reason), raw_field_value, trim(filename) from stl_load_errors where query = pg_last_copy_id() order by line_number",
      );
      return { notices, count: Number(rows[0]?.[0]), log: log.rows };
    });
    expect(
      told.log.map(([line, column, code, reason, value]) => [
        Number(line),
        column,
        Number(code),
        reason,
        value,
      ]),
    ).toEqual(
      errors.map(([line, column, code, reason, value]) => [
        line,
        column,
        code,
        reason,
        value.replaceAll("\0", "�"),
      ]),
    );
    expect(told.log.every((row) => row[5] === "s3://b/x.csv")).toBe(true);
    expect(told.count).toBe(loaded);
    expect(told.notices.join()).toContain(`completed, ${loaded} record(s) loaded successfully.`);
    const left = errors.length > 0 ? `${errors.length} record(s) could not be loaded` : "";
    expect(told.notices.join()).toContain(left);
    // Each comes with what to do about it.
    for (const [line, column, code, reason, value] of errors) {
      const reject = {
        source: "x",
        url: "u",
        line,
        column: column || undefined,
        columnType: undefined,
        value,
        code,
        reason,
      };
      const [group] = groupRejects([reject]);
      expect(group?.next).not.toContain("JSON");
      expect(group?.meaning).not.toContain("JSON");
      expect(group?.next).not.toBe("see the reason, and fix the file");
    }
  },
);
