import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../src/cli/command-line.ts";
import { COMMANDS } from "../../src/cli/declarations.ts";
import { fillExample } from "../../src/cli/fill-example.ts";
import { explain } from "../../src/text/explain.ts";
import { DECLARED } from "../support/sources.ts";

const parse = (...argv: string[]) =>
  parseCommandLine(argv, { version: "1.2.3", width: 100, declared: DECLARED });
const textOf = (...argv: string[]) => {
  const line = parse(...argv);
  if (line.kind === "command") return { text: `a command: ${line.name}`, exitCode: -1 };
  if (line.kind === "text") return { text: line.text, exitCode: 0 };
  return { text: line.text ?? explain(line.error), exitCode: line.error.exitCode };
};

describe("an example of the help", () => {
  const bare = { ...DECLARED[0], name: "support_tickets", jsonpaths: false } as (typeof DECLARED)[number];

  it("says where the sources of the warehouse are, by the flags that they have", () => {
    expect(fillExample("dwh run {sources}", DECLARED)).toBe(
      "dwh run --events data/events --events-jsonpaths data/events_paths.json --songs data/songs",
    );
    expect(fillExample("dwh status {source} --format json", [bare])).toBe(
      "dwh status --support-tickets s3://my-lake/support_tickets/ --format json",
    );
  });

  it("leaves out what a warehouse without a source has not", () => {
    expect(fillExample("dwh run {sources}", [])).toBe("dwh run");
    expect(fillExample("dwh status {source} --format json", [])).toBe("dwh status --format json");
  });

  it("is filled in in the help", () => {
    expect(parse("run", "--help")).toMatchObject({
      text: expect.stringContaining("dwh run --events data/events") as string,
    });
  });
});

describe("a command line with a command", () => {
  it("gives settings as they were typed, and flags as values", () => {
    expect(parse("run", "--events", "e/", "--max-rejects", "many", "--events-jsonpaths=p.json")).toEqual({
      kind: "command",
      name: "run",
      flags: { format: "auto", select: [], exclude: [] },
      settings: { maxRejects: "many" },
      sourceFlags: { pairs: [], named: { events: ["e/"], "events-jsonpaths": ["p.json"] } },
      args: [],
    });
  });

  it("keeps every location of a source that is given by its short form, as --source does", () => {
    expect(parse("run", "--events", "a", "--songs", "c", "--events", "b")).toMatchObject({
      sourceFlags: { named: { events: ["a", "b"], songs: ["c"] } },
    });
  });

  it("turns counts into numbers and switches into booleans", () => {
    expect(parse("generate", "there", "--event-count", "20", "--seed", "7")).toMatchObject({
      args: ["there"],
      flags: { eventCount: 20, seed: 7 },
    });
    expect(parse("reset", "--yes")).toMatchObject({ flags: { yes: true } });
  });

  it("takes one argument as it is, and one that starts with a dash after --", () => {
    expect(parse("query", "select 1; select 2")).toMatchObject({ args: ["select 1; select 2"] });
    expect(parse("query", "--", "-- a comment\nselect 1")).toMatchObject({
      args: ["-- a comment\nselect 1"],
    });
  });

  it("may be any example of the help, with a log level besides", () => {
    for (const [name, { examples }] of Object.entries(COMMANDS)) {
      for (const example of examples.filter((one) => one.startsWith("dwh "))) {
        const argv = [...fillExample(example, DECLARED).matchAll(/"([^"]*)"|(\S+)/g)]
          .map(([word, quoted]) => quoted ?? word)
          .slice(1);
        expect(parse(...argv, "--log-level", "debug")).toMatchObject({
          name,
          settings: { logLevel: "debug" },
        });
      }
    }
  });
});

describe("a command line that asks for words", () => {
  it("answers --version with the version alone", () => {
    expect(parse("--version")).toEqual({ kind: "text", text: "1.2.3\n" });
  });

  it("lists every command and the exit codes in the help", () => {
    const { text, exitCode } = textOf("--help");
    expect(exitCode).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(text).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(text).toContain("70 a bug");
  });

  it("names variable, default and example of each flag in the help of a command", () => {
    const { text } = textOf("run", "--help");
    expect(text).toContain("--max-rejects <n>");
    expect(text.replaceAll(/\s+/g, " ")).toContain("(DWH_MAX_REJECTS; default: 0)");
    expect(text).toContain("Examples:\n  dwh run\n");
  });

  it("prints the help and fails when nothing is asked for", () => {
    const { text, exitCode } = textOf();
    expect(exitCode).toBe(2);
    expect(text).toContain("Usage: dwh");
  });
});

describe("a command line that is wrong", () => {
  it.each(["rest", "rset", "reste", "resets", "tset"])(
    "does not answer %s with what empties everything",
    (typed) => {
      const { text, exitCode } = textOf(typed);
      expect(exitCode).toBe(2);
      expect(text).not.toContain("reset?");
      expect(text).not.toContain("reset,");
    },
  );

  it("offers what is left of several names", () => {
    expect(textOf("rest").text).toContain("did you mean test?");
  });

  it("does not offer to leave the question out", () => {
    const { text } = textOf("reset", "--ye");
    expect(text).not.toContain("--yes");
    expect(text).toContain("`dwh reset --help` lists what it takes");
  });

  it("suggests the command that was meant", () => {
    expect(textOf("qery")).toEqual({
      exitCode: 2,
      text: "error: unknown command 'qery'\n  command line of `dwh`\n  next: did you mean query? `dwh --help` lists what it takes\n",
    });
  });

  it("suggests the flag that was meant", () => {
    const { text, exitCode } = textOf("run", "--evens", "x");
    expect(exitCode).toBe(2);
    expect(text).toContain(
      "unknown option '--evens'\n  command line of `dwh run`\n  next: did you mean --events?",
    );
  });

  it.each([
    [["status", "--format", "csv"], "It must be one of text, json"],
    [["generate", "there", "--seed", "1.5"], "It must be a whole number, 0 or more"],
    [["run", "--events"], "argument missing"],
    [["generate"], "missing required argument 'folder'"],
    [["query", "select", "1"], "put quotes around an argument with spaces in it"],
    [["query", "-- note\nselect 1"], "write -- before an argument that starts with a dash"],
  ])("refuses %j", (argv, sentence) => {
    const { text, exitCode } = textOf(...argv);
    expect(exitCode).toBe(2);
    expect(text).toContain(sentence);
  });
});
