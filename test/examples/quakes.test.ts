/** examples/quakes on both warehouses, with the real files; what has to be there is counted in them by another eye. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { readReport } from "../../src/records/read-report.ts";
import { summarizeReport } from "../../src/report/numbers.ts";
import { findSource } from "../../src/sources/find-source.ts";
import type { Source } from "../../src/sources/source.ts";
import { EXAMPLES, VEGA_DATA } from "../support/examples.ts";
import { openProduction, type Production } from "../support/production.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

const EXAMPLE = EXAMPLES.find(({ name }) => name === "quakes")?.folder ?? "";
const JSONPATHS = join(EXAMPLE, "jsonpaths/earthquakes.json");
const FILES = {
  airports: "airports.csv",
  earthquakes: "earthquakes.json",
  states: "population_engineers_hurricanes.csv",
} as const;

interface Feed {
  readonly metadata: { readonly count: number };
  readonly features: readonly {
    readonly id: string;
    readonly properties: { readonly place: string; readonly time: number; readonly mag: number | null };
  }[];
}

const textOf = (file: string): string => readFileSync(join(VEGA_DATA, file), "utf8");
/** Lines of the files, without the header: no field of these two holds a newline. */
const linesOf = (file: string): string[] => textOf(file).trim().split(/\r?\n/).slice(1);
const feed = JSON.parse(textOf(FILES.earthquakes)) as Feed;
const states = linesOf(FILES.states).map((line) => line.split(",")[0] ?? "");

/** Quakes by state, in the order of names, counted in a feed. */
function countedByState(features = feed.features): readonly string[][] {
  const short: Readonly<Record<string, string>> = { CA: "California", NV: "Nevada" };
  const counts = new Map<string, number>();
  for (const { properties } of features) {
    const region = properties.place.slice(properties.place.lastIndexOf(", ") + 1).trim();
    const state = short[region] ?? region;
    if (states.includes(state)) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([state, count]) => [state, String(count)]);
}

const countsOf = (features: Feed["features"]): readonly (readonly [string, string])[] => [
  ["airports", String(linesOf(FILES.airports).length)],
  ["quakes", String(new Set(features.map(({ id }) => id)).size)],
  ["states", String(new Set(states).size)],
];
const COUNTS = countsOf(feed.features);
const COUNT = `select 'airports' as what, count(*) from airports union all select 'quakes', count(*) from quakes
  union all select 'states', count(*) from states order by 1`;
const BY_STATE = "select state, count(*) from quakes where state is not null group by 1 order by 1";
const LINKED = `select count(*) from quakes inner join airports on quakes.airport = airports.iata where airport_km <= 100`;

/** How many quakes have an airport within 100 km, by the law of cosines, where the SQL has the haversine. */
function nearAirports(): number {
  const places = linesOf(FILES.airports).map((line) => line.split(",").slice(-2).map(Number));
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const features = feed.features as readonly (Feed["features"][number] & {
    readonly geometry: { readonly coordinates: readonly number[] };
  })[];
  return features.filter(({ geometry: { coordinates } }) => {
    const [longitude = 0, latitude = 0] = coordinates.map(radians);
    return places.some(([north = 0, east = 0]) => {
      // A degree of latitude is 111 km.
      if (Math.abs(north - (coordinates[1] ?? 0)) > 1) return false;
      const cosine =
        Math.sin(latitude) * Math.sin(radians(north)) +
        Math.cos(latitude) * Math.cos(radians(north)) * Math.cos(longitude - radians(east));
      return 6371 * Math.acos(Math.min(1, cosine)) <= 100;
    });
  }).length;
}

/** A feed of some quakes, that says it holds `count`. */
const feedOf = (count: number, ...features: readonly object[]): string =>
  JSON.stringify({
    type: "FeatureCollection",
    metadata: { generated: 1_518_000_000_000, title: "later", count },
    features,
  });

let sql: SqlFolder;
beforeAll(async () => {
  sql = await loadSql(join(EXAMPLE, "sql"));
});

describe("the example", () => {
  it("declares three sources, of JSON and of CSV, and a fact with two dimensions", () => {
    expect(sql.sources.map(({ name, format, jsonpaths }) => [name, format.kind, jsonpaths])).toEqual([
      ["airports", "delimited", false],
      ["earthquakes", "json", true],
      ["states", "delimited", false],
    ]);
  });

  it.each(["schema", "checks"])("has the job's own files of %s as they ship", (folder) => {
    const own = readdirSync(join(SQL_DIR, folder)).filter((name) => name.startsWith("etl_"));
    const textIn = (sqlDir: string) => own.map((name) => readFileSync(join(sqlDir, folder, name), "utf8"));
    expect(textIn(join(EXAMPLE, "sql"))).toEqual(textIn(SQL_DIR));
  });
});

describe("on the warehouse in process", () => {
  let scratch: Scratch;
  const sources = (): readonly Source[] =>
    sql.sources.map((declaration) =>
      findSource({
        declaration,
        locations: [join(VEGA_DATA, FILES[declaration.name as keyof typeof FILES])],
        jsonpaths: declaration.jsonpaths ? JSONPATHS : undefined,
      }),
    );
  beforeAll(() => {
    scratch = openScratch(join(EXAMPLE, "sql"));
  });
  afterAll(() => scratch.remove());

  it("loads every row of every file, once, and links the quakes with states and airports", async () => {
    const first = await scratch.run({ sources: sources() });
    expect(first).toMatchObject({ status: "succeeded", error: undefined });
    expect(first.sources.map(({ name, rowsRead, rowsStaged }) => [name, rowsRead, rowsStaged])).toEqual([
      ["airports", Number(COUNTS[0]?.[1]), Number(COUNTS[0]?.[1])],
      ["earthquakes", 1, 1],
      ["states", states.length, states.length],
    ]);
    expect(feed.metadata.count).toBe(feed.features.length);
    expect(await scratch.query(COUNT)).toEqual(COUNTS);
    expect(await scratch.query(BY_STATE)).toEqual(countedByState());
    expect(await scratch.query(LINKED)).toEqual([[String(nearAirports())]]);
    expect(await scratch.run({ sources: sources() })).toMatchObject({ status: "nothing new" });
  });

  it("answers its questions on the page: totals and sums hold, and the cards say what the feed says", async () => {
    const data = await scratch.look((session) =>
      readReport(session, sql, {
        at: new Date(0),
        pipeline: "quakes",
        warehouse: "here",
        version: "test",
        signal: new AbortController().signal,
        auditEvery: 604_800_000,
      }),
    );
    const report = summarizeReport(data) as {
      readonly cards: readonly { readonly name: string; readonly value: string }[];
      readonly sums: readonly { readonly what: string; readonly holds: boolean }[];
      readonly analyses: readonly { readonly total?: number; readonly rows: readonly object[] }[];
      readonly unanswered: readonly unknown[];
    };
    expect(report.unanswered).toEqual([]);
    expect(report.sums.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.sums.map(({ what }) => what)).toContain("quakes that the last feeds announced, and hold");
    expect(report.analyses.filter(({ rows }) => rows.length === 0)).toEqual([]);
    expect(report.analyses.flatMap(({ total }) => total ?? [])).toEqual([
      feed.metadata.count,
      feed.metadata.count,
    ]);
    const strongest = feed.features.toSorted(
      (one, other) => (other.properties.mag ?? -9) - (one.properties.mag ?? -9),
    )[0];
    expect(report.cards.map(({ name, value }) => [name, value])).toEqual([
      ["all_quakes", `${feed.metadata.count.toLocaleString("en-US")} quakes`],
      ["strongest_quake", strongest?.properties.place],
    ]);
  });
});

describe("on the production path", () => {
  let production: Production;
  beforeAll(async () => {
    production = await openProduction();
  });
  afterAll(() => production.close());

  it("loads the same, takes a revision from a later feed, and publishes none that holds less than it says", async () => {
    // Some of the real quakes: all of them are loaded above.
    const some = feed.features.slice(0, 120);
    for (const [name, file] of Object.entries(FILES))
      if (name !== "earthquakes")
        production.lake.write(`${name}/${file}`, readFileSync(join(VEGA_DATA, file)));
    production.lake.write("earthquakes/first.json", Buffer.from(feedOf(some.length, ...some)));
    production.lake.write("jsonpaths/earthquakes.json", readFileSync(JSONPATHS));
    const given = {
      sql,
      sources: sql.sources.map((declaration) =>
        findSource({
          declaration,
          locations: [`s3://lake/${declaration.name}/`],
          jsonpaths: declaration.jsonpaths ? "s3://lake/jsonpaths/earthquakes.json" : undefined,
        }),
      ),
    };
    const ask = (question: string) =>
      production.inside(async (session) => (await session.execute(question)).rows);
    expect(await production.run(given)).toMatchObject({ status: "succeeded", error: undefined });
    expect(await ask(COUNT)).toEqual(countsOf(some));
    expect(await ask(BY_STATE)).toEqual(countedByState(some));
    expect(await production.run(given)).toMatchObject({ status: "nothing new" });

    const [known] = some;
    const revised = {
      ...known,
      properties: { ...known?.properties, mag: 7.5, updated: 1_600_000_000_000 },
    };
    const MAGNITUDE = `select magnitude from quakes where quake_id = '${String(known?.id)}'`;
    production.lake.write("earthquakes/later.json", Buffer.from(feedOf(1, revised)));
    expect(await production.run(given)).toMatchObject({ status: "succeeded" });
    expect(await ask(MAGNITUDE)).toEqual([["7.50"]]);
    expect(await ask(COUNT)).toEqual(countsOf(some));

    production.lake.write("earthquakes/short.json", Buffer.from(feedOf(2, { ...revised, id: "new" })));
    expect(await production.run(given)).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(await ask(COUNT)).toEqual(countsOf(some));
  });
});
