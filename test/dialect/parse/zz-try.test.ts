import { readFileSync, readdirSync } from "node:fs";
import { execSync } from "node:child_process";
import { test, expect } from "vitest";
import { parseScript } from "../../../src/dialect/parse/parse.ts";
import { printStatement } from "../../../src/dialect/print/print.ts";
import { withoutSpans } from "./without-spans.ts";
test("files", () => {
  const files = execSync("find sql bench -name '*.sql'").toString().trim().split("\n");
  for (const f of files) {
    let printed = "";
    try {
      const tree = parseScript(readFileSync(f, "utf8"));
      for (const one of tree) {
        printed = printStatement(one);
        const again = parseScript(printed);
        expect(withoutSpans(again)).toEqual([withoutSpans(one)]);
      }
    } catch (e: any) { console.log(f, e.message.slice(0,500), e.position, e.next, printed, e.position?"":e.stack); }
  }
});
