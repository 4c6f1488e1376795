import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { planPacks } from "../../src/sources/pack-plan.ts";
import { membersOf } from "../../src/sources/members.ts";
import { findSourceLine, type LoadedObject } from "../../src/sources/pack-map.ts";
import { preparePacks } from "../../src/sources/pack.ts";
import type { FileFormat } from "../../src/formats/file-format.ts";
import { parseListing } from "../../src/sources/source.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-pack-"));
afterAll(() => rmSync(folder, { recursive: true }));
const store = openFolderStore({});
let round = 0;

async function pack(
  contents: Readonly<Record<string, Buffer>>,
  away?: string,
  format: FileFormat = { kind: "json" },
  most?: number,
) {
  round += 1;
  const root = join(folder, String(round));
  for (const [name, content] of Object.entries(contents)) await store.write(`${root}/in/${name}`, content);
  const { files } = parseListing(
    { name: "songs", urls: [`${root}/in/`], format },
    await store.list(`${root}/in/`),
  );
  const plan = planPacks(files, away);
  const prepared = await preparePacks(store, plan, `${root}/work/songs`, most);
  return {
    plan,
    prepared,
    map: new Map<string, LoadedObject>(prepared.objects.map((one) => [one.url, one])),
  };
}

describe("packing", () => {
  it("finds the source file and line of every line of a pack", async () => {
    const object = fc.record({ id: fc.integer(), text: fc.string() });
    // One object a line or pretty-printed, with or without a newline at the end, plain or gzip.
    const file = fc.tuple(fc.array(object, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 8 }), fc.boolean(), async (files, gzip) => {
        const texts = files.map(([objects, pretty, newline]) => {
          const lines = objects.map((one) => JSON.stringify(one, undefined, pretty ? 1 : undefined));
          return lines.join("\n") + (newline ? "\n" : "");
        });
        const contents = texts.map((text, index) => [
          `${index}.json${gzip ? ".gz" : ""}`,
          gzip ? gzipSync(text) : Buffer.from(text),
        ]);
        const { prepared, map } = await pack(Object.fromEntries(contents) as Record<string, Buffer>);
        for (const one of prepared.objects) {
          if (one.kind !== "pack") throw new Error("expected a pack");
          const bytes = await store.read(one.url);
          const lines = (gzip ? gunzipSync(bytes) : bytes).toString().split("\n");
          for (const [index, line] of lines.entries()) {
            if (line === "" && index === lines.length - 1) continue;
            const place = findSourceLine(map, one.url, index + 1);
            const number = Number(/(\d+)\.json/.exec(place?.file.url ?? "")?.[1]);
            expect(texts[number]?.split("\n")[(place?.line ?? 0) - 1]).toBe(line);
          }
        }
        const members = prepared.objects.flatMap((one) => (one.kind === "pack" ? one.members : []));
        expect(members.map(({ objects }) => objects).reduce((a, b) => a + b, 0)).toBe(
          files.reduce((total, [objects]) => total + objects.length, 0),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("leaves a truncated file out of the pack, so that it cannot swallow its neighbour", async () => {
    const { prepared } = await pack({
      "a.json": Buffer.from('{"id": 1}\n'),
      "b.json": Buffer.from('{"id": 2, "title": "x'),
      "c.json": Buffer.from('{"id": 3}\n'),
    });
    const [apart, together] = prepared.objects;
    expect(apart).toMatchObject({ kind: "file", url: expect.stringMatching(/b\.json$/) as string });
    expect(together).toMatchObject({ kind: "pack", members: [{ firstLine: 1 }, { firstLine: 2 }] });
  });

  it("names no object where it lies in a region that COPY cannot read: whole files, others and packs are all copies", async () => {
    const contents = {
      "a.json": Buffer.from('{"id": 1}\n'),
      "b.json": Buffer.from('{"id": 2, "title": "x'),
      "c.json": Buffer.from('{"id": 3}\n'),
    };
    for (const one of [contents, { "b.json": contents["b.json"] }]) {
      const { prepared, map } = await pack(one, "eu-north-1");
      const urls = prepared.objects.map(({ url }) => url);
      expect(new Set(urls).size).toBe(urls.length);
      for (const url of urls) expect(url).toContain("/work/songs-");
      const [copy] = prepared.objects;
      expect(await store.read(copy?.url ?? "")).toEqual(contents["b.json"]);
      expect(findSourceLine(map, copy?.url ?? "", 7)).toMatchObject({
        line: 7,
        file: { url: expect.stringMatching(/in\/b\.json$/) as string },
      });
    }
  });

  it("gives plain files the compression of the others, since a COPY takes one", async () => {
    const { plan, prepared } = await pack({
      "a.json.gz": gzipSync(`{"id": 1, "title": "${"x".repeat(5000)}${Math.PI}"}\n`, { level: 0 }),
      "b.json": Buffer.from('{"id": 2}\n'),
    });
    expect(plan.compression).toBe("gzip");
    const packed = await Promise.all(
      prepared.objects.filter(({ kind }) => kind === "pack").map(({ url }) => store.read(url)),
    );
    expect(gunzipSync(packed[0] as Buffer).toString()).toContain('{"id": 2}\n');
  });

  it("joins gzip files into one member, since nothing says that COPY reads beyond the first", async () => {
    const { prepared } = await pack({
      "a.json.gz": gzipSync('{"id": 1}\n'),
      "b.json.gz": Buffer.concat([gzipSync('{"id": 2}\n'), gzipSync('{"id": 3}\n')]),
    });
    expect(prepared.objects).toMatchObject([{ kind: "pack", members: [{ objects: 1 }, { objects: 2 }] }]);
    const url = prepared.objects[0]?.url ?? "";
    expect(await membersOf(store.readParts({ url, etag: "", size: 1 }), "gzip")).toEqual({ are: "one" });
  });

  it("writes a large file of several members anew, as one, and leaves one of one member where it lies", async () => {
    const large = (count: number): Buffer =>
      gzipSync(Array.from({ length: count }, (_, index) => `{"id": ${index}}\n`).join(""), { level: 0 });
    const { prepared } = await pack({
      "a.json.gz": large(100_000),
      "b.json.gz": Buffer.concat([large(60_000), large(40_000)]),
    });
    const [lying, written] = prepared.objects;
    expect(lying).toMatchObject({ kind: "file", url: expect.stringMatching(/a\.json\.gz$/) as string });
    expect(written).toMatchObject({ kind: "pack", members: [{ objects: 100_000 }] });
    expect(await membersOf(store.readParts({ url: written?.url ?? "", etag: "", size: 1 }), "gzip")).toEqual({
      are: "one",
    });
  });

  it.each([
    ["a.json.gz", "b.json.gz", (text: string) => gzipSync(text)],
    ["a.json", "b.json", (text: string) => Buffer.from(text)],
  ])(
    "leaves %s where it lies that means more than is held, counted all the same",
    async (large, small, write) => {
      const contents = { [large]: write('{"id": 1}\n'.repeat(1000)), [small]: write('{"id": 2}\n') };
      const { prepared } = await pack(contents, undefined, undefined, 5000);
      expect(prepared.objects).toMatchObject([
        { kind: "file", url: expect.stringContaining(`in/${large}`) as string, counted: { rows: 1000 } },
        { kind: "pack", members: [{ objects: 1 }] },
      ]);
    },
  );

  it.each([
    ["of several members", "b.json.gz", Buffer.concat([gzipSync("{}\n"), gzipSync("{}\n".repeat(9000))])],
    ["in another compression than most", "b.json", Buffer.from("{}\n".repeat(2000))],
  ])("names a file that means more than is held, %s, and the way out", async (_, name, content) => {
    const bytes = Array.from({ length: 9000 }, (_one, index) => `{"id": ${index ** 2}}\n`).join("");
    const contents = { "a.json.gz": gzipSync(bytes, { level: 0 }).subarray(0), [name]: content };
    await expect(pack(contents, undefined, undefined, 5000)).rejects.toMatchObject({
      message: expect.stringContaining("holds more than 5 kB") as string,
      where: expect.stringContaining(`in/${name}`) as string,
      next: expect.stringContaining("write it as one member") as string,
    });
  });

  it("names a file of several members that is too large to be written anew, and the way out", async () => {
    const url = join(folder, "several.json.gz");
    await store.write(url, Buffer.concat([gzipSync("{}"), gzipSync("{}")]));
    const file = {
      url,
      etag: "1",
      size: 129 * 1024 * 1024,
      source: "songs",
      compression: "gzip",
      format: { kind: "json" },
    } as const;
    const plan = { compression: "gzip", packs: [], asTheyLie: [file], away: undefined } as const;
    await expect(preparePacks(store, plan, join(folder, "never"))).rejects.toMatchObject({
      where: url,
      next: expect.stringContaining("gunzip") as string,
    });
  });

  it("lets a file that is not whole stand alone in the compression of the others", async () => {
    const { prepared, map } = await pack({
      "a.json.gz": gzipSync(`{"id": 1, "title": "${"x".repeat(5000)}"}\n`, { level: 0 }),
      "b.json": Buffer.from('{"id": 2}\n{"id": 3'),
    });
    const [apart] = prepared.objects.filter(({ kind }) => kind === "file");
    const { url = "" } = apart ?? {};
    expect(gunzipSync(await store.read(url)).toString()).toBe('{"id": 2}\n{"id": 3');
    expect(findSourceLine(map, url, 2)).toMatchObject({ line: 2, file: { compression: "" } });
  });

  it("lists every object as mandatory in the manifest", async () => {
    const { prepared } = await pack({ "a.json": Buffer.from('{"id": 1}') });
    const manifest = JSON.parse((await store.read(prepared.manifestUrl)).toString()) as { entries: object[] };
    expect(manifest.entries).toEqual([
      { url: expect.stringMatching(/a\.json$/) as string, mandatory: true, meta: { content_length: 9 } },
    ]);
  });
});

describe("a listing", () => {
  it("passes over what is no JSON by its name", () => {
    const names = ["a.json", "b.jsonl.gz", ".DS_Store", "_SUCCESS.json", "notes.txt", "c.ndjson.zst"];
    const listing = parseListing(
      { name: "events", urls: ["/d/"], format: { kind: "json" } },
      names.map((name) => ({ url: `/d/${name}`, etag: "1", size: 1 })),
    );
    expect(listing.files.map(({ url, compression }) => [url, compression])).toEqual([
      ["/d/a.json", ""],
      ["/d/b.jsonl.gz", "gzip"],
      ["/d/c.ndjson.zst", "zstd"],
    ]);
    expect(listing.passedOver).toHaveLength(3);
  });
});
