/** What people are told of files that are not what COPY wants: each fault its own way out, and no word that is not true of it. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { groupRejects } from "../../src/records/reject-groups.ts";
import { beginMember } from "../../src/sources/one-member.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt } from "../support/sources.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;
/** Over 4 MB together. */
const LARGE = Array.from({ length: 45 }, () => play({ song: "x".repeat(100_000) }));
/** More than is looked at for keys. */
const MANY = Array.from({ length: 300 }, () => play());

/** Faulty files by what is said of them. */
const FAULTS: readonly (readonly [name: string, content: string | Buffer, says: RegExp])[] = [
  ["list", JSON.stringify([play(), play()]), /one after the other, without brackets or commas/],
  [
    "pretty list",
    JSON.stringify([play(), play()], null, 1),
    /one after the other, without brackets or commas/,
  ],
  ["comma", [play(), play()].map((row) => JSON.stringify(row)).join(",\n"), /remove the commas/],
  ["mark", `${lines([play()])}\ufeff${lines([play()])}`, /remove the bytes EF BB BF/],
  ["cut", lines([play(), play()]).slice(0, -40), /write the whole file again/],
  ["unquoted", "{'page': 'Home'}\n", /in double quotes/],
  ["utf16", Buffer.from(`\ufeff${lines([play()])}`, "utf16le"), /as UTF-8/],
  ["unmarked utf16", Buffer.from(lines([play()]), "utf16le"), /as UTF-8/],
  ["pointer", POINTER, /git lfs pull/],
  ["broken", '{"page": "Home",}\n', /fix or remove the row/],
];

/** What is said of the rows of each file. */
async function remediesOf(maxRejects: number): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rejects } = await scratch.run({ maxRejects });
  const said = new Map<string, Set<string>>();
  for (const { next, rejects: rows } of groupRejects(rejects))
    for (const { url } of rows) {
      const name = url.replace(/^.*\/(.*?)\.json.*$/, "$1");
      said.set(name, (said.get(name) ?? new Set()).add(next));
    }
  return said;
}

describe("a run that tolerates bad rows says of each faulty file what fixes it", () => {
  it.each([
    ["as they are", "", ""],
    ["in gzip", ".gz", "gzip"],
    ["in zstd", ".zst", "zstd"],
  ] as const)("%s", async (_, ending, compression) => {
    const write = async (name: string, content: string | Buffer): Promise<void> => {
      const member = beginMember(compression);
      await member.add(Buffer.from(content));
      scratch.write(`events/${name}.json${ending}`, await member.finish());
    };
    await write("good", lines([play()]));
    for (const [name, content] of FAULTS) await write(name, content);
    const said = await remediesOf(999);
    expect([...said.keys()].toSorted()).toEqual(FAULTS.map(([name]) => name).toSorted());
    for (const [name, , says] of FAULTS) {
      expect([name, ...(said.get(name) ?? [])]).toEqual([name, expect.stringMatching(says)]);
    }
  });
});

describe("a run that ends for a bad row says as its way out what the summary says of the row", () => {
  const FATAL = [
    ["a list over 4 MB, within what is tolerated", JSON.stringify(LARGE), /without brackets or commas/, 9],
    [
      "rows wrapped into an object over 4 MB",
      JSON.stringify({ records: LARGE }),
      /objects of the list records/,
      9,
    ],
  ] as const;
  it.each([
    ...FAULTS.filter(([name]) => /^(list|comma|pointer)$/.test(name)).map((fault) => [...fault, 0] as const),
    ...FATAL,
  ])("%s", async (_, content, says, maxRejects) => {
    scratch.write("events/a.json", content);
    const { error, rejects, exitCode } = await scratch.run({ maxRejects });
    expect(exitCode).toBe(4);
    const { next = "" } = error as { readonly next?: string };
    expect(next).toMatch(says);
    expect(groupRejects(rejects).map((group) => next.startsWith(group.next))).toContain(true);
  });

  it("and does not offer to tolerate what is a fault of the whole file", async () => {
    scratch.write("events/a.json", JSON.stringify([play(), play()]));
    expect(await scratch.run()).toMatchObject({
      error: { next: expect.not.stringContaining("DWH_MAX_REJECTS") as string },
    });
    scratch.write("events/a.json", lines([play(), { ...play(), ts: "soon" }]));
    expect(await scratch.run()).toMatchObject({
      error: { next: expect.stringContaining("DWH_MAX_REJECTS (now 0)") as string },
    });
  });
});

it.each([
  ["alone", []],
  ["beside others", ["events/2.json.gz"]],
])("a pointer of Git LFS that is called .gz is told as one, %s", async (_, others) => {
  scratch.write("events/1.json.gz", POINTER);
  for (const name of others) scratch.write(name, gzipSync(lines([play()])));
  const { error } = await scratch.run({ maxRejects: 9 });
  expect(error).toMatchObject({ next: expect.stringContaining("git lfs pull") as string });
});

describe("rows of another kind", () => {
  const warningsOf = ({ events }: Awaited<ReturnType<Scratch["run"]>>): readonly string[] =>
    events.flatMap((event) => (event.type === "warning" ? event.message : []));

  it.each([
    ["small", 2],
    ["beyond what is looked at", MANY.length],
  ])("that wrap rows are told with the key of the list: %s", async (_, count) => {
    scratch.write("events/1.json", [play()]);
    const url = scratch.write("events/2.json", JSON.stringify({ count, records: MANY.slice(0, count) }));
    expect(warningsOf(await scratch.run())).toEqual([
      `events: 1 row of 2 fill no column of staging_events: the rows are wrapped in one object, in the list records (${url}): write the objects of the list records one after the other, without the object around them`,
    ]);
  });

  it("are told with their keys, and with what to do", async () => {
    scratch.write("events/1.json", [play()]);
    const url = scratch.write("events/2.json", [{ title: "a", duration: 1 }]);
    expect(warningsOf(await scratch.run())).toEqual([
      `events: 1 row of 2 fill no column of staging_events: no column takes their keys title, duration (${url}): move such files out of the source, or name the keys in a JSONPaths file`,
    ]);
  });

  it("that are all there is end the run with the list that they are in", async () => {
    scratch.write("events/1.json", JSON.stringify({ records: [play(), play()] }));
    expect(await scratch.run()).toMatchObject({
      exitCode: 3,
      error: {
        next: expect.stringContaining("write the objects of the list records one after the other") as string,
      },
    });
  });
});

describe("a path of a JSONPaths file", () => {
  const keys = Object.keys(play()).toSorted((one, other) =>
    one.toLowerCase() < other.toLowerCase() ? -1 : 1,
  );
  const runWith = (change: Readonly<Record<string, string>>, maxRejects = 0) => {
    const jsonpaths = keys.map((key) => change[key] ?? `$['${key}']`);
    const url = scratch.write("paths.json", JSON.stringify({ jsonpaths }));
    return scratch.run({ maxRejects, sources: [sourceAt("events", `${scratch.folder}/events/`, url)] });
  };

  it("that names a key which is not there is to be fixed, and the key that was meant is named", async () => {
    scratch.write("events/1.json", [play()]);
    const { error } = await runWith({ page: "$['Page']" });
    expect(error).toMatchObject({
      next: expect.stringMatching(
        /should page fill page\? .*fix the paths of these columns in the JSONPaths file/,
      ) as string,
    });
    expect(error).toMatchObject({ next: expect.not.stringContaining("give the source") as string });
  });

  it("that leads nowhere below a key is told with what lies there", async () => {
    scratch.write("events/1.json", [{ ...play(), user: { uid: "1" } }]);
    const { error } = await runWith({ userId: "$['user']['id']" });
    expect(error).toMatchObject({ next: expect.stringContaining("should user.uid fill userid?") as string });
  });

  it("that does not fit a row is told with what stands in its way", async () => {
    scratch.write("events/1.json", [play(), { ...play(), user: "plain" }]);
    const { error, rejects } = await runWith({ userId: "$['user']['id']" });
    expect(rejects).toMatchObject([{ line: 2, column: "userid", value: "plain" }]);
    expect(error).toMatchObject({
      next: expect.stringMatching(/^fix the path in the JSONPaths file/) as string,
    });
  });
});
