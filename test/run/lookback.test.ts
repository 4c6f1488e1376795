/** A location with a date, looked at for some days only: what comes late is found by the next run that looks at everything. */
import { expect, it } from "vitest";
import { discover } from "../../src/run/discover.ts";
import { findSource } from "../../src/sources/find-source.ts";
import { memoryBucket } from "../support/fake-aws/bucket.ts";
import { memoryLedger } from "../support/known-files.ts";
import { memoryStore } from "../support/memory-store.ts";
import { DECLARED } from "../support/sources.ts";

const now = (): Date => new Date("2018-11-30T12:00:00Z");
const DAY_MS = 86_400_000;
const [declaration] = DECLARED.filter(({ name }) => name === "events");

const setup = (...keys: readonly string[]) => {
  const bucket = memoryBucket();
  for (const key of keys) bucket.write(key, Buffer.from("{}"));
  const store = memoryStore("lake", bucket);
  const listed: string[] = [];
  const list = async (prefix: string) => {
    listed.push(prefix);
    return store.list(prefix);
  };
  return { bucket, store: { ...store, list }, listed };
};

const source = (lookback: number | undefined) => {
  if (declaration === undefined) throw new Error("no events");
  const locations = ["s3://lake/log_data/{yyyy}/{MM}/{dd}/"];
  return findSource({ declaration, locations, jsonpaths: undefined }, { now: now(), lookback });
};

const news = async (
  store: Parameters<typeof discover>[0],
  known: ReturnType<typeof memoryLedger>,
  days?: number,
) => {
  const lookback = days === undefined ? undefined : days * DAY_MS;
  const [found] = await discover(store, [source(lookback)], { known, now });
  return found?.newFiles.map(({ url }) => url.slice("s3://lake/log_data/".length));
};

it("a lookback lists only its days, and the next run without it finds what came later than that", async () => {
  const { store, listed } = setup("log_data/2018/11/01/late.json", "log_data/2018/11/29/a.json");
  const known = memoryLedger([]);
  expect(await news(store, known, 1)).toEqual(["2018/11/29/a.json"]);
  expect(listed).toEqual(["s3://lake/log_data/2018/11/29/", "s3://lake/log_data/2018/11/30/"]);
  expect(await news(store, known)).toEqual(["2018/11/01/late.json", "2018/11/29/a.json"]);
});

it("days without files are no mistake where files are known, and a location that never had any is", async () => {
  const { store } = setup("log_data/2018/11/01/a.json");
  const [file] = await store.list("s3://lake/log_data/");
  const known = memoryLedger(file === undefined ? [] : [{ ...file, source: "events" }]);
  expect(await news(store, known, 1)).toEqual([]);
  await expect(news(setup().store, memoryLedger([]), 1)).rejects.toThrow("holds no file");
});

it("is compared with what is known of those days alone", async () => {
  const days = Array.from(
    { length: 28 },
    (_, day) => `log_data/2018/11/${String(day + 1).padStart(2, "0")}/a.json`,
  );
  const { store } = setup(...days, "log_data/2018/11/30/new.json");
  const known = memoryLedger(
    (await store.list("s3://lake/"))
      .filter(({ url }) => !url.includes("new"))
      .map((one) => ({ ...one, source: "events" })),
  );
  expect(await news(store, known, 3)).toEqual(["2018/11/30/new.json"]);
  expect(known.rows()).toBeLessThan(5);
});
