import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, UnreachableError } from "../../src/errors.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dwh-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (...names: readonly string[]): void => {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
};
const store = openFolderStore({});
const listed = async (prefix: string): Promise<string[]> =>
  (await store.list(join(folder, prefix))).map(({ url }) => url.slice(folder.length + 1));

describe("a folder as a store", () => {
  it("lists by key prefix, as S3 does, in the order of the whole keys", async () => {
    put("log/b.json", "log/a/z.json", "log_data/x.json", "log.bak", "logs", "other/log/y.json");
    expect(await listed("log")).toEqual(["log.bak", "log/a/z.json", "log/b.json", "log_data/x.json", "logs"]);
    expect((await store.list(`${folder}/log/`)).length).toBe(2);
    expect(await listed("log/b.json")).toEqual(["log/b.json"]);
    expect(await listed("log/b.js")).toEqual(["log/b.json"]);
  });

  it("lists nothing where nothing is, and does not take a folder for an object", async () => {
    mkdirSync(join(folder, "empty"));
    expect(await listed("empty")).toEqual([]);
    expect(await listed("nowhere/at/all")).toEqual([]);
  });

  it("follows links to files and folders", async () => {
    put("real/x.json");
    symlinkSync(join(folder, "real"), join(folder, "link"));
    expect(await listed("link")).toEqual(["link/x.json"]);
  });

  it("gives an object another etag when its content may have changed, and only then", async () => {
    put("x.json");
    const [before] = await store.list(join(folder, "x"));
    expect(await store.list(join(folder, "x"))).toEqual([before]);
    utimesSync(join(folder, "x.json"), 1_000_000, 1_000_000.5);
    const [touched] = await store.list(join(folder, "x"));
    expect(touched?.etag).not.toBe(before?.etag);
    await store.write(join(folder, "x.json"), Buffer.from("x.json"));
    expect((await store.list(join(folder, "x")))[0]?.etag).not.toBe(touched?.etag);
  });

  it("writes whole objects, makes their folders, and leaves nothing else behind", async () => {
    await store.write(join(folder, "new/deep/x.json"), Buffer.from("one"));
    await store.write(join(folder, "new/deep/x.json"), Buffer.from("two"));
    expect((await store.read(join(folder, "new/deep/x.json"))).toString()).toBe("two");
    expect(readdirSync(join(folder, "new/deep"))).toEqual(["x.json"]);
  });

  it("puts a new object in the place of the old one whole: who is reading that one reads it to its end", async () => {
    const path = join(folder, "x.json");
    await store.write(path, Buffer.from("one and more"));
    const reader = openSync(path, "r");
    await store.write(path, Buffer.from("two"));
    const read = readFileSync(reader, "utf8");
    closeSync(reader);
    expect(read).toBe("one and more");
    expect(readFileSync(path, "utf8")).toBe("two");
  });

  it("keeps the old object when the new one cannot be written to its end", async () => {
    const path = join(folder, "x.json");
    await store.write(path, Buffer.from("one"));
    // Not even to be opened for writing.
    mkdirSync(`${path}.part`);
    await expect(store.write(path, Buffer.from("two"))).rejects.toThrow(UnreachableError);
    expect(readFileSync(path, "utf8")).toBe("one");
  });

  it("takes a file of this machine whole or not at all, in the place of another object", async () => {
    put("from", "to/x.json");
    const path = join(folder, "to/x.json");
    await store.put?.(join(folder, "from"), path);
    expect(readFileSync(path, "utf8")).toBe("from");
    await store.put?.(join(folder, "from"), join(folder, "new/y.json"));
    expect(await listed("new/")).toEqual(["new/y.json"]);
    await expect(store.put?.(join(folder, "gone"), path)).rejects.toThrow(UnreachableError);
    await expect(
      store.put?.(join(folder, "to/x.json"), join(folder, "z"), AbortSignal.abort(new Error("enough"))),
    ).rejects.toThrow("enough");
    expect(readFileSync(path, "utf8")).toBe("from");
    expect(await listed("")).toEqual(["from", "new/y.json", "to/x.json"]);
  });

  it("removes what is under a prefix, and only that", async () => {
    put("work/run-1/a", "work/run-1.manifest", "work/run-2/a");
    await store.remove(join(folder, "work/run-1"));
    expect(await listed("work/")).toEqual(["work/run-2/a"]);
    await store.remove(join(folder, "nowhere/"));
  });

  it("names an object that is not there any more", async () => {
    await expect(store.read(join(folder, "gone.json"))).rejects.toThrow(UnreachableError);
    await expect(store.read(join(folder, "gone.json"))).rejects.toMatchObject({
      where: join(folder, "gone.json"),
      exitCode: 5,
    });
  });

  it("stands for S3 below the folder that it is given, and not beyond", async () => {
    put("bucket/key/x.json");
    const s3 = openFolderStore({ s3Root: folder });
    expect((await s3.list("s3://bucket/key/")).map(({ url }) => url)).toEqual(["s3://bucket/key/x.json"]);
    expect((await s3.read("s3://bucket/key/x.json")).toString()).toBe("bucket/key/x.json");
    expect(s3.localPath("s3://bucket/key/x.json")).toBe(join(folder, "bucket/key/x.json"));
    expect(() => s3.localPath("s3://bucket/../../etc/passwd")).toThrow(ConfigError);
    await expect(store.list("s3://bucket/key/")).rejects.toThrow(ConfigError);
  });
});
