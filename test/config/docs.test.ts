import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderConfigurationDocs } from "../../src/config/docs.ts";
import { SETTINGS } from "../../src/config/schema.ts";

it("docs/configuration.md is what the schema says; if not, type `npm run docs`", () => {
  const page = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");
  expect(page, "docs/configuration.md is stale: type `npm run docs`").toBe(renderConfigurationDocs());
});

it("has one line of the table for every setting", () => {
  const lines = renderConfigurationDocs()
    .split("\n")
    .filter((line) => line.startsWith("| `DWH_"));
  expect(lines.map((line) => line.split("`")[1])).toEqual(SETTINGS.map(([, { env }]) => env));
  for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(6);
});
