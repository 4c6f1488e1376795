/** The layout of SQL files, asked of the script as `npm run check` and `npm run format` ask it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { lex } from "../../src/dialect/lexer.ts";

const ROOT = resolve(import.meta.dirname, "../..");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-format-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function format(mode: string): { readonly code: number | null; readonly said: string } {
  const script = join(ROOT, "scripts/format-sql.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, mode, folder], {
    encoding: "utf8",
    cwd: folder,
  });
  return { code: status, said: stdout + stderr };
}

/** What Redshift reads, and what people read besides. */
function meaningOf(source: string): readonly string[] {
  const { tokens, comments } = lex(source);
  return [...tokens.map(({ text }) => text.toLowerCase()), ...comments.map(({ text }) => text)];
}

describe("scripts/format-sql.mjs", () => {
  it("names what is not laid out and the command that fixes it, fixes it, and is content then", () => {
    writeFileSync(
      join(folder, "a.sql"),
      "-- A sentence.\nSELECT user_id,count(*) AS n FROM users GROUP BY 1;",
    );
    expect(format("--check")).toEqual({
      code: 1,
      said: "a.sql: not laid out as it should be; `npm run format` fixes it\n",
    });
    expect(format("--write").code).toBe(0);
    expect(format("--check")).toEqual({ code: 0, said: "" });
    expect(readFileSync(join(folder, "a.sql"), "utf8")).toBe(
      "-- A sentence.\nselect\n    user_id,\n    count(*) as n\nfrom users\ngroup by\n    1;\n",
    );
  });

  it("changes nothing but blanks and capitals in any file of sql/", () => {
    cpSync(join(ROOT, "sql"), folder, { recursive: true });
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".sql"),
    );
    const squeezed = files.map((name): [string, string] => {
      const text = readFileSync(join(folder, name), "utf8")
        .replaceAll(/^ +/gm, " ")
        .replaceAll(/,\n +(?!--| )/g, ", ");
      writeFileSync(join(folder, name), text);
      return [name, text];
    });
    expect(format("--write").code).toBe(0);
    const read = (root: string): [string, string][] =>
      files.map((name) => [name, readFileSync(join(root, name), "utf8")]);
    const meanings = (some: readonly [string, string][]) =>
      some.map(([name, text]) => [name, meaningOf(text)]);
    expect(meanings(read(folder))).toEqual(meanings(squeezed));
    expect(read(folder)).toEqual(read(join(ROOT, "sql")));
  });

  it("says which file it cannot read, and leaves it as it is", () => {
    writeFileSync(join(folder, "a.sql"), "select (1;\n");
    expect(format("--write")).toMatchObject({ code: 1, said: expect.stringContaining("a.sql: cannot be") });
    expect(readFileSync(join(folder, "a.sql"), "utf8")).toBe("select (1;\n");
  });
});
