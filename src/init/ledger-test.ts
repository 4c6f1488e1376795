/** The test of the audit and the check of the ledger, which every warehouse has. Pure. */
import { TABLES } from "../names.ts";
import { jsonFile } from "./layout.ts";
import type { NewFile } from "./staging-files.ts";

/** The name of the audit that no file is in the ledger twice. */
export const LEDGER_AUDIT = `${TABLES.files}__file__unique`;
/** The name of the check that no file of the last load is. */
export const LEDGER_CHECK = `new_${LEDGER_AUDIT}`;

/** Returns the file of test/sql/cases for it. */
export function ledgerTest(): NewFile {
  const file = (url: string, run: string): object => ({
    url,
    etag: "e1",
    size: 10,
    source: "any",
    run_id: run,
    loaded_at: "2024-01-01 00:00:00",
  });
  const told = [{ url: "1.json", etag: "e1", size: "10", source: "any", row_count: "2" }];
  const cases = [
    {
      about: "A file that two runs brought is reported.",
      given: { [TABLES.files]: [file("1.json", "run-1"), file("1.json", "run-2"), file("2.json", "run-1")] },
      expected: {
        [LEDGER_AUDIT]: told,
        [LEDGER_CHECK]: told,
      },
    },
    {
      about: "Without files there is nothing to show.",
      expected: { [LEDGER_AUDIT]: [], [LEDGER_CHECK]: [] },
    },
  ];
  return { path: `test/sql/cases/${LEDGER_AUDIT}.json`, text: jsonFile(cases) };
}
