import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { SETTING_ENTRIES } from "../../src/config/schema.ts";
import { ConfigError } from "../../src/errors.ts";
import { DECLARED } from "../support/sources.ts";

const load = (inputs: Partial<Parameters<typeof loadConfig>[0]>) =>
  loadConfig({ flags: {}, env: {}, declared: DECLARED, ...inputs });

function problemsOf(inputs: Partial<Parameters<typeof loadConfig>[0]>): string {
  try {
    load(inputs);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

describe("loadConfig", () => {
  it("gives defaults and undefined when nothing is set", () => {
    const config = load({ env: { PATH: "/bin" } });
    expect(config).toMatchObject({ warehouse: ".dwh/warehouse.duckdb", maxRejects: 0, logLevel: "info" });
    expect(config.sources).toEqual([]);
    expect(new Set(Object.values(config.origins))).toEqual(new Set(["default"]));
  });

  it("prefers the flag to the variable and the variable to the default, and remembers which it was", () => {
    const config = load({
      flags: { pipeline: "from-flag" },
      env: { DWH_PIPELINE: "from-env", DWH_WORK_URL: "work" },
    });
    expect(config).toMatchObject({ pipeline: "from-flag", workUrl: "work" });
    expect(config.origins).toMatchObject({ pipeline: "flag", workUrl: "environment", warehouse: "default" });
  });

  it("takes an empty text for not set", () => {
    const config = load({
      flags: { workUrl: "" },
      env: { DWH_WORK_URL: "w", DWH_WAREHOUSE: "", DWH_DEADLINE: "" },
    });
    expect(config).toMatchObject({ workUrl: "w", warehouse: ".dwh/warehouse.duckdb", deadline: undefined });
    expect(config.origins.warehouse).toBe("default");
  });

  it("keeps texts that look like numbers as they were typed", () => {
    const flags = { sqlDir: "1.0", workUrl: "007", warehouse: "1e3" };
    expect(load({ flags, env: { DWH_PIPELINE: "0x10" } })).toMatchObject({
      ...flags,
      pipeline: "0x10",
    });
  });

  it("tells a value with colons and lines in it as one problem", () => {
    const env = { DWH_REDSHIFT_PORT: "songs: no\nevents: no" };
    expect(problemsOf({ env })).toBe(
      'DWH_REDSHIFT_PORT is "songs: no\\nevents: no"; it must be a port, 1 to 65535',
    );
  });

  it("turns texts into numbers and durations into milliseconds", () => {
    const env = { DWH_MAX_REJECTS: "12", DWH_DEADLINE: "1h30m", DWH_REDSHIFT_PORT: "5439" };
    expect(load({ env })).toMatchObject({
      maxRejects: 12,
      deadline: 5_400_000,
      redshiftPort: 5439,
    });
  });

  it.each(["10%", "5 rows", "0x10", " 5", "+5", "1e2", "1_000", "5.0", "٥", "5s5", "Infinity"])(
    "takes no number but one of digits alone, for any setting that is one: %j",
    (text) => {
      const numbers = SETTING_ENTRIES.filter(([, { format }]) =>
        ["rejected rows", "port", "duration"].includes(String(format)),
      );
      expect(numbers.map(([name]) => name)).toEqual([
        "maxRejects",
        "redshiftPort",
        "deadline",
        "lookback",
        "lockWait",
        "maxLoadAge",
      ]);
      for (const [, { env }] of numbers)
        expect(problemsOf({ env: { [env]: text } })).toContain(
          `${env} is ${JSON.stringify(text)}; it must be`,
        );
      for (const [name, { flag }] of numbers.filter(([, setting]) => setting.flag !== undefined))
        expect(problemsOf({ flags: { [name]: text } })).toContain(`--${flag} is `);
    },
  );

  it("cannot be changed", () => {
    const config = load({ env: {} });
    expect(() => Object.assign(config, { maxRejects: 5 })).toThrow(TypeError);
    expect(() => Object.assign(config.origins, { maxRejects: "flag" })).toThrow(TypeError);
  });

  it("tells all problems at once, with name, value and what is allowed", () => {
    const message = problemsOf({
      flags: { warehouse: "s3://b/k", logLevel: "loud" },
      env: {
        DWH_MAX_REJECTS: "-1",
        DWH_DEADLINE: "45",
        DWH_REDSHIFT_HOST: "host:5439/dev",
        DWH_COPY_ROLE_ARN: "me",
      },
    });
    expect(message.split("\n")).toEqual([
      "6 problems in the configuration",
      '- --warehouse is "s3://b/k"; it must be a path on this machine',
      '- DWH_MAX_REJECTS is "-1"; it must be a whole number, 0 to 99999',
      '- --log-level is "loud"; it must be one of error, warn, info, debug',
      '- DWH_REDSHIFT_HOST is "host:5439/dev"; it must be a host name alone, without port and database',
      '- DWH_COPY_ROLE_ARN is "me"; it must be `default`, or the ARN of an IAM role (several, with commas, for a chain of roles)',
      '- DWH_DEADLINE is "45"; it must be a duration such as 90s, 45m, 2h or 1h30m, at most 24d',
    ]);
  });

  it("refuses a DWH_ variable that does not exist and names the nearest one", () => {
    expect(problemsOf({ env: { DWH_EVENT: "x" } })).toBe(
      "there is no variable DWH_EVENT; did you mean DWH_EVENTS?",
    );
    expect(problemsOf({ env: { DWH_COLOUR_OF_THE_SKY: "blue" } })).toBe(
      "there is no variable DWH_COLOUR_OF_THE_SKY",
    );
  });

  it("ends with the exit code for configuration", () => {
    expect(() => load({ env: { DWH_MAX_REJECTS: "x" } })).toThrow(
      expect.objectContaining({ exitCode: 2, next: expect.stringContaining("docs/configuration.md") }),
    );
  });
});

describe("the configuration of sources", () => {
  it("is by flag or variable of the name that is declared; flags of one source add up and beat its variables", () => {
    const sourceFlags = {
      pairs: ["events=a", "events=s3://lake/b"],
      named: { events: ["c", "f"], "events-jsonpaths": ["p"] },
    };
    const env = { DWH_EVENTS: "never", DWH_SOURCE_SONGS: "d, e", DWH_EVENTS_JSONPATHS: "never" };
    expect(load({ sourceFlags, env }).sources).toEqual([
      { name: "events", locations: ["a", "s3://lake/b", "c", "f"], jsonpaths: "p", origin: "flag" },
      { name: "songs", locations: ["d", "e"], jsonpaths: undefined, origin: "environment" },
    ]);
  });

  it("takes an empty text for not set", () => {
    expect(load({ env: { DWH_EVENTS: "", DWH_SOURCE_SONGS: "" } }).sources).toEqual([]);
  });

  it("is refused whole, every mistake of it at once", () => {
    const sourceFlags = {
      pairs: ["evens=a", "podcasts=b", "songs", "songs="],
      named: { events: ["ftp://x/y"] },
    };
    const env = { DWH_SONGS: "a", DWH_SOURCE_SONGS: "b", DWH_SONGS_JSONPATHS: "c" };
    const location = "it must be a path on this machine, or s3://bucket/prefix";
    expect(problemsOf({ sourceFlags, env }).split("\n")).toEqual([
      "7 problems in the configuration",
      '- --source names "evens", which is not a source; did you mean events? (there are events, songs)',
      '- --source names "podcasts", which is not a source; there are events, songs',
      '- --source is "songs"; it must be songs=<path or url>',
      '- --source is "songs="; it must be songs=<path or url>',
      `- --events is "ftp://x/y"; ${location}`,
      "- DWH_SONGS and DWH_SOURCE_SONGS are both set; keep one of them",
      "- DWH_SONGS_JSONPATHS is set, and the COPY of songs takes no JSONPaths file (sql/staging/staging_songs.sql)",
    ]);
  });

  it("lists the sources for a variable that names none of them", () => {
    expect(problemsOf({ env: { DWH_SOURCE_EVNTS: "a" } })).toBe(
      "DWH_SOURCE_EVNTS names no source; did you mean DWH_SOURCE_EVENTS? (there are events, songs)",
    );
    expect(problemsOf({ env: { DWH_SOURCE_PODCASTS: "a" } })).toBe(
      "DWH_SOURCE_PODCASTS names no source; there are events, songs",
    );
  });
});

describe("the schema", () => {
  it("names variable and flag after the setting", () => {
    for (const [name, { env, flag }] of SETTING_ENTRIES) {
      const words = name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
      expect(env).toBe(`DWH_${words}`);
      expect([words.toLowerCase().replaceAll("_", "-"), undefined]).toContain(flag);
    }
  });

  it("has no flag for a secret, since arguments are seen by every process", () => {
    const secrets = SETTING_ENTRIES.filter(([, { sensitive }]) => sensitive === true);
    expect(secrets.map(([name]) => name)).toEqual(["redshiftPassword", "servePassword"]);
    for (const [, { flag }] of secrets) expect(flag).toBeUndefined();
  });
});
