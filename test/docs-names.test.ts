/** What the pages of this repository name exists: links, paths, npm scripts, commands with their flags, variables, exit codes, alarms. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../src/cli/command-line.ts";
import { SETTING_ENTRIES } from "../src/config/schema.ts";
import { variablesOfSource } from "../src/config/source-settings.ts";
import { EXIT } from "../src/names.ts";
import { play } from "./support/records.ts";
import { openScratch } from "./support/scratch.ts";
import { readDeclaredSources } from "../src/job/declared-sources.ts";
import { EXAMPLES } from "./support/examples.ts";
import { DECLARED } from "./support/sources.ts";

const ROOT = resolve(import.meta.dirname, "..");
const SKIPPED = new Set(["node_modules", "dist", ".git", ".dwh"]);

const PATH = /(?<![\w./~-])(?:src|sql|test|docs|scripts|infra|bench|\.github)\/[\w./<>*-]*[\w>*]/g;

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(path);
    return [path];
  });
}

const files = filesBelow(".");
const pages = files
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
const scriptsOf = (path: string): readonly string[] =>
  Object.keys(
    (JSON.parse(readFileSync(join(ROOT, path), "utf8")) as { scripts: Record<string, string> }).scripts,
  );
const rootScripts = scriptsOf("package.json");
const infraScripts = scriptsOf("infra/package.json");

/** As GitHub makes them of headings, and those that are set by hand. */
function anchorsOf(text: string): readonly string[] {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id)];
}

/** The sources of the examples, whose flags and variables their pages name. */
const OF_EXAMPLES = (
  await Promise.all(EXAMPLES.map(({ folder }) => readDeclaredSources(join(folder, "sql"))))
).flat();

/** Everything in a page that is written as code: blocks line by line, and what stands between backticks. */
/** One statement, over several lines. */
const SQL_BLOCK = /^```sql\n(.*?)^```/gms;

function codeOf(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const inline = [...text.replaceAll(/^```\w*\n.*?^```/gms, "").matchAll(/`([^`]+)`/g)].map(
    ([, code = ""]) => code,
  );
  return [...blocks, ...inline];
}

/** The walks of these pages make their files. */
const MADE: Readonly<Record<string, RegExp>> = {
  "sql/README.md": /favourite|podcast/,
  "docs/changes.md": /people/,
};

describe.each(pages)("$path", ({ path, text }) => {
  const declared = path.startsWith("examples/") ? OF_EXAMPLES : DECLARED;

  it("links to what exists", () => {
    const prose = text.replaceAll(/^```\w*\n.*?^```/gms, "");
    const broken = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [target = "", anchor] = link.split("#");
        const whole = target === "" ? join(ROOT, path) : resolve(ROOT, dirname(path), target);
        if (!existsSync(whole)) return true;
        return anchor !== undefined && !anchorsOf(readFileSync(whole, "utf8")).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it("names files that exist", () => {
    const named = codeOf(text)
      .map((code) => code.replaceAll(/\bnpm test -- \S+/g, ""))
      .flatMap((code) => code.match(PATH) ?? [])
      .filter((name) => !/[<*]/.test(name));
    // From the root, beside the page, in the code map's src/, or in the package that the page is about.
    const bases = ["", dirname(path), "src", ...(path.includes("infra") ? ["infra"] : [])];
    const missing = named.filter((name) => !bases.some((base) => existsSync(join(ROOT, base, name))));
    const made = MADE[path] ?? /^$/;
    expect(missing.filter((name) => !made.test(name))).toEqual([]);
  });

  it("names npm scripts that exist, and tests that are found", () => {
    const ofInfra = !path.startsWith("README") && !path.startsWith("CONTRIBUTING");
    const blocks = text.split(/^```/m);
    const unknown = blocks.flatMap((block) => {
      const known = [...rootScripts, ...(ofInfra || block.includes("\ncd infra\n") ? infraScripts : [])];
      const names = [...block.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = ""]) => name);
      return names.filter((name) => !known.includes(name));
    });
    expect(unknown).toEqual([]);
    const code = codeOf(text).join("\n");
    const filters = [...code.matchAll(/\bnpm test -- ([\w./-]+)/g)].map(([, name = ""]) => name);
    expect(
      filters.filter((name) => !files.some((file) => file.endsWith(".test.ts") && file.includes(name))),
    ).toEqual([]);
  });

  it("names commands and flags that exist", () => {
    const lines = codeOf(text).flatMap((code) =>
      [...code.matchAll(/^\s*(?:\w+=\S+ )*(?:npx )?dwh ([^#|&]*)/g)].map(([, line = ""]) => line),
    );
    const wrong = lines.filter((line) => {
      const words = (line.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
        word.replaceAll(/^["']|["']$/g, ""),
      );
      // `dwh cluster` alone names a command; so does a name with a placeholder behind it.
      const argv = words.filter((word) => !/[…<[]/.test(word) && word !== "\\");
      if (argv.length === 0) return false;
      const answer = parseCommandLine(argv, { declared, version: "", width: 100 });
      return answer.kind === "problem" && !/missing required argument/.test(answer.error.message);
    });
    expect(wrong).toEqual([]);
  });

  it("names variables that exist", () => {
    // Beginnings of names, the source of the walk, and two of the tests alone.
    const ours = [
      "DWH_",
      "DWH_SOURCE_",
      "DWH_PODCAST_PLAYS",
      "DWH_REDSHIFT_",
      "DWH_TEST_REDSHIFT_URL",
      "DWH_TEST_CHANGES",
      "DWH_TEST_PATIENCE",
      "DWH_TEST_HOSTILE",
      "DWH_TEST_SEED",
    ];
    const known = new Set<string>([
      ...SETTING_ENTRIES.map(([, { env }]) => env),
      ...declared.flatMap(variablesOfSource),
      ...ours,
    ]);
    const named = text.match(/\bDWH_[A-Z0-9_]*/g) ?? [];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe("docs/runbook.md", () => {
  const headings = [...readFileSync(join(ROOT, "docs/runbook.md"), "utf8").matchAll(/^## (.*)$/gm)].map(
    ([, one = ""]) => one,
  );

  it("has a section for every exit code", () => {
    const codes = headings.flatMap((heading) => /^(\d+): /.exec(heading)?.[1] ?? []).map(Number);
    expect(codes).toEqual(Object.values(EXIT).toSorted((one, other) => one - other));
  });

  it("has a section for every alarm", () => {
    const source = readFileSync(join(ROOT, "infra/src/alarms.ts"), "utf8");
    const names = [...source.matchAll(/^\s+name: (?:"([\w-]+)"|`load-errors-)/gm)].flatMap(([, name]) =>
      name === undefined
        ? files
            .flatMap((file) => /^sql\/staging\/(\w+)\.sql$/.exec(file)?.[1] ?? [])
            .map((step) => `load-errors-${step.replaceAll("_", "-")}`)
        : [name],
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !headings.includes(name))).toEqual([]);
  });
});

describe("README.md", () => {
  it("has a line for every exit code", () => {
    const text = readFileSync(join(ROOT, "README.md"), "utf8").split("## Exit codes")[1] ?? "";
    const codes = [...text.matchAll(/^\| (\d[\d, ]*) \|/gm)].flatMap(([, cell = ""]) =>
      cell.split(", ").map(Number),
    );
    expect(codes).toEqual(Object.values(EXIT).toSorted((one, other) => one - other));
  });
});

describe("the queries of README.md and docs/runbook.md", () => {
  it("are answered", async () => {
    const queries = pages
      .filter(({ path }) => path === "README.md" || path === "docs/runbook.md")
      .flatMap(({ text }) => [
        ...[...text.matchAll(SQL_BLOCK)].map(([, sql = ""]) => sql),
        ...codeOf(text.replaceAll(SQL_BLOCK, "")),
      ])
      .flatMap(
        (code) => /^select [^;]*/.exec(code)?.[0] ?? /dwh query "(select [^"]*)"/.exec(code)?.[1] ?? [],
      )
      // It ends a session, whose number the reader puts in.
      .filter((query) => !query.includes("pg_terminate_backend"));
    expect(queries.length).toBeGreaterThan(2);
    const scratch = openScratch();
    try {
      scratch.write("events/a.json", [play()]);
      await scratch.run();
      const unanswered = [];
      for (const query of queries) if ((await scratch.query(query)).length === 0) unanswered.push(query);
      // Nobody holds anything here.
      expect(unanswered.filter((query) => !query.includes("svv_transactions"))).toEqual([]);
    } finally {
      scratch.remove();
    }
  });
});
