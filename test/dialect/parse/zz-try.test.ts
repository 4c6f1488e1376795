import { readFileSync, writeFileSync } from "node:fs";
import { test, expect } from "vitest";
import { splitStatements } from "../../../src/dialect/statements.ts";
import { refusalsOf } from "../../../src/dialect/refusals.ts";
import { parseStatement, parseScript } from "../../../src/dialect/parse/parse.ts";
import { printStatement } from "../../../src/dialect/print/print.ts";
import { withoutSpans } from "./without-spans.ts";
test("corpus", () => {
  const seen = new Set<string>();
  let n = 0, ok = 0; const newly: string[] = [], lax: string[] = [], other: string[] = [];
  for (const line of new Set(readFileSync("/tmp/corpus.jsonl", "utf8").trim().split("\n"))) {
    let script; try { script = splitStatements(JSON.parse(line)); } catch { continue; }
    for (const st of script.statements) {
      const key = st.text.replace(/\s+/g, " ");
      if (seen.has(key)) continue; seen.add(key); n++;
      let old = ""; try { old = refusalsOf(st)[0]?.message ?? ""; } catch (e: any) { old = "THROW " + e.message; }
      let tree, mine = "";
      try { tree = parseStatement(st.tokens); ok++; } catch (e: any) { mine = `${e.name} ${e.message} | ${e.next}`; if (!e.position) other.push(key + e.stack); }
      if (tree) {
        const printed = printStatement(tree);
        try { const again = parseScript(printed); expect(withoutSpans(again)).toEqual([withoutSpans(tree)]); }
        catch (e: any) { other.push(`ROUND ${key.slice(0,300)}\n   -> ${printed}\n   ${e.message.slice(0,4000)}`); }
      }
      if (mine && !old) newly.push(`${key.slice(0,220)}\n     ${mine}`);
      if (!mine && old) lax.push(`${key.slice(0,220)}\n     OLD ${old}`);
    }
  }
  writeFileSync("/tmp/report.txt", [`n=${n} ok=${ok}`, "== NEWLY REFUSED " + newly.length, ...newly, "== LAX " + lax.length, ...lax, "== OTHER " + other.length, ...other].join("\n"));
});
