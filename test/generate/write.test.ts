import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { defaultSample, type SampleOptions } from "../../src/generate/options.ts";
import { writeSampleData } from "../../src/generate/write.ts";

const small: SampleOptions = { ...defaultSample, events: 400, days: 4, users: 12, songs: 30 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-generate-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every file under the folder, by its relative path, in order. */
function filesOf(root: string): Map<string, Buffer> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(names.map((name) => [name.slice(root.length + 1), readFileSync(name)]));
}

function digest(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash("sha256");
  for (const [name, bytes] of files) hash.update(`${name}\0`).update(bytes);
  return hash.digest("hex");
}

describe("writeSampleData", () => {
  it("lays the files out as the public data is and counts what it wrote", async () => {
    const written = await writeSampleData(small, folder);
    const files = filesOf(folder);
    const names = [...files.keys()];
    expect(names.filter((name) => name.startsWith("log_data"))).toEqual(
      [1, 2, 3, 4].map((day) => `log_data/2018/11/2018-11-0${day}-events.json`),
    );
    const songs = names.filter((name) => name.startsWith("song_data"));
    expect(songs).toHaveLength(30);
    const shelved = /^song_data\/(\w)\/(\w)\/(\w)\/TR\1\2\3\w{13}\.json$/;
    expect(songs.filter((name) => !shelved.test(name))).toEqual([]);
    const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
    expect(written).toEqual({ files: 34, bytes, events: 400, songs: 30 });
  });

  it("writes the bytes of the seed, on every machine the same", async () => {
    await writeSampleData(small, folder);
    expect(digest(filesOf(folder))).toBe("75af87b6fa43708f432cc6dff3c970f115717f33c1e4fe06db6e8afa8fc33b07");
  });

  it("writes other bytes for another seed", async () => {
    await writeSampleData(small, join(folder, "1"));
    await writeSampleData({ ...small, seed: 2 }, join(folder, "2"));
    expect(digest(filesOf(join(folder, "1")))).not.toBe(digest(filesOf(join(folder, "2"))));
  });

  it("packs the same songs into fewer files when asked", async () => {
    await writeSampleData(small, join(folder, "one"));
    const written = await writeSampleData({ ...small, songsPerFile: 12 }, join(folder, "many"));
    expect(written.files).toBe(4 + 3);
    const lines = (name: string): string[] =>
      [...filesOf(join(folder, name, "song_data")).values()].flatMap((file) => file.toString().split("\n"));
    expect(lines("many").sort()).toEqual(lines("one").sort());
  });

  it("compresses the same text when asked", async () => {
    await writeSampleData(small, join(folder, "plain"));
    await writeSampleData({ ...small, gzip: true }, join(folder, "packed"));
    const packed = filesOf(join(folder, "packed"));
    const unpacked = [...packed].map(
      ([name, bytes]) => [name.replace(/\.gz$/, ""), gunzipSync(bytes)] as const,
    );
    expect([...packed.keys()].every((name) => name.endsWith(".json.gz"))).toBe(true);
    expect(digest(new Map(unpacked))).toBe(digest(filesOf(join(folder, "plain"))));
  });

  it("tells how far it is, the whole at the end", async () => {
    const seen: number[] = [];
    const written = await writeSampleData({ ...small, songs: 120 }, folder, (so) => seen.push(so.files));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBe(written.files);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const controller = new AbortController();
    const work = writeSampleData(
      { ...small, songs: 250 },
      folder,
      () => controller.abort(new Error("enough")),
      controller.signal,
    );
    await expect(work).rejects.toThrow("enough");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("does not mix with data that is there", async () => {
    await writeSampleData(small, folder);
    const before = digest(filesOf(folder));
    await expect(writeSampleData({ ...small, seed: 2 }, folder)).rejects.toThrow(ConfigError);
    expect(digest(filesOf(folder))).toBe(before);
  });

  it("names every option that makes no sense, and writes nothing", async () => {
    const wrong = { ...small, events: 0, days: 1.5, matchedShare: 2, firstDay: "2018-02-30" };
    const target = join(folder, "none");
    await expect(writeSampleData(wrong, target)).rejects.toThrow(
      /events is 0, .*days is 1\.5, .*matched share is 2, .*first day is "2018-02-30"/,
    );
    expect(existsSync(target)).toBe(false);
  });
});
