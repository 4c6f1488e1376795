/**
 * A warehouse that changes: tables declared otherwise, other logic, files that come, change, are bad, are loaded again, tables made anew, at once or in batches, and all of it killed
 * at any statement. Behind each step the tables are what a model says, all or nothing; in the end they are those of a warehouse that is built of the last files at once.
 * `DWH_TEST_CHANGES=200` takes so many histories.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { migrate } from "../../src/migrate/migrate.ts";
import { schemaTables } from "../../src/migrate/schema-tables.ts";
import { planRebuild } from "../../src/plan/partly.ts";
import { planRun } from "../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { parseAgain } from "../../src/sources/again.ts";
import { isMissingTable } from "../../src/warehouse/missing-table.ts";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { killed, killedSession } from "../support/killed.ts";
import { patience } from "../support/patience.ts";
import { FIRST, migrated, rowOf, sqlOf, type Person, type PersonRow, type Shape } from "../support/people.ts";
import type { RunOptions } from "../support/rebuilds.ts";
import { sourceAt } from "../support/sources.ts";

const HISTORIES = Number(process.env["DWH_TEST_CHANGES"] ?? "2");
const FILES = [0, 1, 2] as const;

const file = fc.constantFrom(...FILES);
/** How many statements a command gets to send; undefined: all of them. */
const kill = fc.option(fc.nat({ max: 60 }), { nil: undefined, freq: 1 });
const shapes: fc.Arbitrary<Partial<Shape>> = fc.oneof(
  fc.record({ nameLength: fc.constantFrom(8, 16, 32) }),
  fc.record({ points: fc.constantFrom("integer", "varchar(16)") }),
  fc.record({ country: fc.boolean() }),
  fc.record({ key: fc.constantFrom("", ", primary key (id)", ", unique (id)") }),
  fc.record({ sorted: fc.boolean(), encode: fc.constantFrom("lzo", "zstd") }),
  fc.record({ logic: fc.constantFrom("name", "upper(name)", "name || '!'") }),
);
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant("change" as const), shape: shapes, kill }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("write" as const),
      file,
      names: fc.array(fc.constantFrom("Ann", "Bo", "Cleo"), { minLength: 1, maxLength: 3 }),
      bad: fc.constantFrom(true, false, false, false),
      kill,
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("reload" as const), file, kill }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("rebuild" as const),
      tables: fc.constantFrom([], ["initials"]),
      kill,
    }),
  },
  // What one has left, the next goes on with, unless files or SQL have changed since.
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("batches" as const),
      kill: fc.option(fc.nat({ max: 400 }), { nil: undefined, freq: 3 }),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** What lies in the source: undefined for a file with a bad row. */
type Files = ReadonlyMap<
  number,
  { readonly version: number; readonly people: readonly Person[] | undefined }
>;

/** What ought to be in the warehouse. */
interface Model {
  readonly rows: ReadonlyMap<number, PersonRow>;
  /** By file, the version that is in the ledger, and the one in quarantine. */
  readonly loaded: ReadonlyMap<number, number>;
  readonly held: ReadonlyMap<number, number>;
}

const EMPTY: Model = { rows: new Map(), loaded: new Map(), held: new Map() };

/** The model behind a run that tries some of the files. */
function tried(model: Model, files: Files, shape: Shape, isTried: (file: number) => boolean): Model {
  const [rows, loaded, held] = [new Map(model.rows), new Map(model.loaded), new Map(model.held)];
  for (const [name, { version, people }] of files) {
    if (!isTried(name)) continue;
    if (people === undefined) {
      held.set(name, version);
      if (loaded.get(name) === version) loaded.delete(name);
      continue;
    }
    for (const person of people) rows.set(person.id, rowOf(person, shape));
    loaded.set(name, version);
    held.delete(name);
  }
  return { rows, loaded, held };
}

/** A place with the source of people, and what has become of it. */
class History {
  private readonly files = new Map<number, { version: number; people: readonly Person[] | undefined }>();
  private shape = FIRST;
  private model = EMPTY;
  private versions = 0;
  private url = "";
  private readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }

  async take(step: Action): Promise<void> {
    switch (step.what) {
      case "change":
        return this.change({ ...this.shape, ...step.shape }, step.kill);
      case "write":
        this.write(step.file, step.names, step.bad);
        return this.run({}, step.kill);
      case "reload":
        // One of those that there are.
        return this.run({ again: [...this.files.keys()][step.file % this.files.size] }, step.kill);
      case "rebuild":
        return this.run({ rebuild: step.tables }, step.kill);
      case "batches":
        return this.run({ rebuild: [], batches: true }, step.kill);
    }
  }

  /** Fixes what is bad, makes all anew, and returns the tables. */
  async end(): Promise<unknown> {
    for (const [name, { people }] of this.files) if (people === undefined) this.write(name, ["Ann"], false);
    await this.run({}, undefined);
    await this.run({ rebuild: [], batches: this.versions % 2 === 0 }, undefined);
    return this.read();
  }

  /** The tables of a warehouse that is built of the same files at once. */
  async atOnce(place: Place): Promise<unknown> {
    const other = new History(place);
    other.shape = this.shape;
    for (const [name, { people = [] }] of this.files) other.put(name, people, false);
    await other.run({}, undefined);
    return other.read();
  }

  private write(name: number, names: readonly string[], bad: boolean): void {
    // What it says is new each time, so that it is another file.
    const people = names.map((said, at) => ({
      id: name * 10 + at,
      name: said,
      points: this.versions * 10 + at,
      country: said === "Bo" ? "NO" : "SE",
    }));
    this.put(name, people, bad);
  }

  private put(name: number, people: readonly Person[], bad: boolean): void {
    this.versions += 1;
    const lines = people.map((one) => ({ ...one, points: String(one.points) }));
    const url = this.place.write("events", `${name}.json`, bad ? [...lines, { id: "none" }] : lines);
    this.url = url.slice(0, url.lastIndexOf("/") + 1);
    this.files.set(name, { version: this.versions, people: bad ? undefined : people });
  }

  private async change(shape: Shape, after: number | undefined): Promise<void> {
    const sql = await sqlOf(shape);
    const fix = async (most: number): Promise<unknown> =>
      this.place.lend((session) =>
        migrate({
          session: killedSession(session, most),
          tables: schemaTables(sql),
          own: planRun(sql, WITHOUT_LOADS).outside,
        }),
      );
    const isThere = this.model.loaded.size + this.model.held.size > 0;
    if (isThere && after !== undefined) await fix(after).catch(() => undefined);
    await this.place.settled();
    if (isThere) await fix(Number.POSITIVE_INFINITY);
    this.shape = shape;
    const rows = [...this.model.rows].map(([id, row]) => [id, migrated(row, shape)] as const);
    this.model = { ...this.model, rows: new Map(rows) };
    await this.compare([this.model]);
  }

  private async run(
    {
      again,
      rebuild,
      batches = false,
    }: {
      readonly again?: number | undefined;
      readonly rebuild?: readonly string[];
      readonly batches?: boolean;
    },
    after: number | undefined,
  ): Promise<void> {
    if (this.files.size === 0) return;
    const sql = await sqlOf(this.shape);
    const made = rebuild && planRebuild(sql.steps, { select: rebuild, exclude: [] });
    const options: RunOptions = {
      sql,
      // A file at a time.
      ...(batches && { batchBytes: 1 }),
      sources: made?.whole === false ? [] : [sourceAt("people", this.url)],
      onBadFile: "quarantine",
      mayLose: true,
      ...(again !== undefined && { again: parseAgain(`${this.url}${again}.json`, (one) => one, []) }),
      ...(made && { rebuild: made, again: { typed: "", prefixes: undefined, knownOnly: !made.whole } }),
    };
    const before = this.model;
    const isNew = (name: number): boolean => {
      const version = this.files.get(name)?.version;
      return before.loaded.get(name) !== version && before.held.get(name) !== version;
    };
    const isHeld = (name: number): boolean => before.held.get(name) === this.files.get(name)?.version;
    const done =
      made?.whole === true
        ? tried({ ...EMPTY, held: before.held }, this.files, this.shape, (name) => !isHeld(name))
        : made === undefined
          ? tried(before, this.files, this.shape, (name) => isNew(name) || name === again)
          : before;
    const result = await this.place.run(options, (warehouse) => killed(warehouse, after));
    await this.place.settled();
    if (after === undefined) expect(result.error).toBeUndefined();
    const isDone = result.exitCode === 0;
    this.model = await this.compare(isDone ? [done] : [before, done]);
  }

  /** Holds the tables against what they ought to be, one of several, and returns which it is. */
  private async compare(models: readonly Model[]): Promise<Model> {
    if (models.every(({ loaded, held }) => loaded.size + held.size === 0)) return models[0] ?? EMPTY;
    const found = await this.read();
    const wanted = models.map((model) => this.expected(model));
    const at = wanted.findIndex((one) => JSON.stringify(one) === JSON.stringify(found));
    if (at === -1) expect(found).toEqual(wanted.length === 1 ? wanted[0] : wanted);
    return models[at] ?? EMPTY;
  }

  private expected({ rows, loaded, held }: Model): unknown {
    const initials = new Map<string, number>();
    for (const { name } of rows.values())
      initials.set(name.slice(0, 1), (initials.get(name.slice(0, 1)) ?? 0) + 1);
    return {
      people: [...rows]
        .sort(([one], [other]) => one - other)
        .map(([id, { name, points, country = null }]) => [
          String(id),
          name,
          points,
          ...(this.shape.country ? [country] : []),
        ]),
      initials: [...initials].map(([initial, people]) => [initial, String(people)]).sort(byFirst),
      loaded: [...loaded.keys()].sort(byNumber).map((name) => [`${this.url}${name}.json`]),
      twice: [],
      held: [...held.keys()].sort(byNumber).map((name) => [`${this.url}${name}.json`]),
    };
  }

  private async read(): Promise<unknown> {
    // Before the first run that was published there is no table.
    const ask = (sql: string): Promise<unknown> =>
      this.place.query(sql).catch((error: unknown) => {
        if (isMissingTable(error)) return [];
        throw error;
      });
    const country = this.shape.country ? ", country" : "";
    return {
      people: await ask(`select id, name, points${country} from people order by id`),
      initials: await ask("select initial, people from initials order by 1"),
      loaded: await ask("select distinct url from etl_files order by 1"),
      // A file that changed is in the ledger as it was, too; none is there twice.
      twice: await ask("select url from etl_files group by url, etag, size having count(*) > 1"),
      held: await ask("select url from etl_quarantine order by 1"),
    };
  }
}

describe.each(WAREHOUSES)("a history of $name", ({ open }) => {
  it(
    "is all or nothing at each step, and ends in what is built of the last files at once",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 9 }), async (actions) => {
          const place = await open();
          const other = await open();
          try {
            const history = new History(place);
            for (const step of actions) await history.take(step);
            const end = await history.end();
            expect(withoutUrls(end)).toEqual(withoutUrls(await history.atOnce(other)));
          } finally {
            await place.close();
            await other.close();
          }
        }),
        // A long run that fails says which history it was; `path` and `seed` shrink it.
        { numRuns: HISTORIES, endOnFailure: HISTORIES > 10 },
      );
    },
    patience(3_600_000),
  );
});

function byNumber(one: number, other: number): number {
  return one - other;
}

function byFirst([one = ""]: readonly string[], [other = ""]: readonly string[]): number {
  return one < other ? -1 : 1;
}

/** The two warehouses have their files in places of their own. */
function withoutUrls(tables: unknown): unknown {
  return JSON.parse(JSON.stringify(tables).replaceAll(/"[^"]*\/(\d\.json)"/g, '"$1"'));
}
