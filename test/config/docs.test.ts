import { expect, it } from "vitest";
import { renderConfigurationDocs } from "../../src/config/docs.ts";
import { SETTING_ENTRIES } from "../../src/config/schema.ts";

it("has one line of the table for every setting", () => {
  const lines = renderConfigurationDocs()
    .split("\n")
    .filter((line) => line.startsWith("| `DWH_"));
  expect(lines.map((line) => line.split("`")[1])).toEqual(SETTING_ENTRIES.map(([, { env }]) => env));
  for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(6);
});
