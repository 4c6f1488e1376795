import { describe, expect, it } from "vitest";
import { readCopyMessages } from "../../src/warehouse/copy-messages.ts";

describe("what COPY says of itself", () => {
  // The messages of the tutorial "Loading data from Amazon S3" (Database Developer Guide), as pg hands them on.
  const loaded = "INFO:  Load into table 'customer' completed, 112497 record(s) loaded successfully.";
  const rejected =
    "INFO:  Load into table 'customer' completed, 7 record(s) could not be loaded.  Check 'stl_load_errors' system table for details.";

  // "COPY returns the number of rows that contained invalid UTF-8 characters" ("Data conversion parameters"), in which words no page says.
  const replaced =
    "INFO:  Load into table 'customer' completed, 3 record(s) were loaded with replacements made for ACCEPTINVCHARS.  Check 'stl_replacements' system table for details.";

  it.each([
    [[loaded], { loaded: 112_497, rejected: 0, replaced: 0 }],
    [[loaded, rejected], { loaded: 112_497, rejected: 7, replaced: 0 }],
    [["WARNING:  something else", loaded, rejected], { loaded: 112_497, rejected: 7, replaced: 0 }],
    [[loaded, replaced], { loaded: 112_497, rejected: 0, replaced: 3 }],
    [["WARNING:  something else"], undefined],
    [[], undefined],
  ])("%j is %j", (notices, counts) => {
    expect(readCopyMessages(notices)).toEqual(counts);
  });
});
