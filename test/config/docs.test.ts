import { expect, it } from "vitest";
import { renderConfigurationDocs } from "../../src/config/docs.ts";
import { SETTING_ENTRIES } from "../../src/config/schema.ts";
import { variablesOfSource } from "../../src/config/source-settings.ts";
import { DECLARED } from "../support/sources.ts";

it("has one line of the table for every source and every setting", () => {
  const lines = renderConfigurationDocs(DECLARED)
    .split("\n")
    .filter((line) => line.startsWith("| `DWH_"));
  expect(lines.map((line) => line.split("`")[1])).toEqual([
    ...DECLARED.flatMap(variablesOfSource),
    ...SETTING_ENTRIES.map(([, { env }]) => env),
  ]);
  for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(6);
});
