import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { SETTING_ENTRIES } from "../../src/config/schema.ts";
import { ConfigError } from "../../src/errors.ts";

function problemsOf(inputs: Partial<Parameters<typeof loadConfig>[0]>): string {
  try {
    loadConfig({ flags: {}, env: {}, ...inputs });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

describe("loadConfig", () => {
  it("gives defaults and undefined when nothing is set", () => {
    const config = loadConfig({ flags: {}, env: { PATH: "/bin" } });
    expect(config).toMatchObject({ warehouse: ".dwh/warehouse.duckdb", maxRejects: 0, logLevel: "info" });
    expect(config.events).toBeUndefined();
    expect(new Set(Object.values(config.origins))).toEqual(new Set(["default"]));
  });

  it("prefers the flag to the variable and the variable to the default, and remembers which it was", () => {
    const config = loadConfig({
      flags: { events: "from-flag" },
      env: { DWH_EVENTS: "from-env", DWH_SONGS: "songs" },
    });
    expect(config).toMatchObject({ events: "from-flag", songs: "songs" });
    expect(config.origins).toMatchObject({ events: "flag", songs: "environment", warehouse: "default" });
  });

  it("takes an empty text for not set", () => {
    const config = loadConfig({
      flags: { songs: "" },
      env: { DWH_SONGS: "s", DWH_WAREHOUSE: "", DWH_DEADLINE: "" },
    });
    expect(config).toMatchObject({ songs: "s", warehouse: ".dwh/warehouse.duckdb", deadline: undefined });
    expect(config.origins.warehouse).toBe("default");
  });

  it("keeps texts that look like numbers as they were typed", () => {
    const flags = { events: "1.0", songs: "007", warehouse: "1e3" };
    expect(loadConfig({ flags, env: { DWH_PIPELINE: "0x10" } })).toMatchObject({
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
    expect(loadConfig({ flags: {}, env })).toMatchObject({
      maxRejects: 12,
      deadline: 5_400_000,
      redshiftPort: 5439,
    });
  });

  it("cannot be changed", () => {
    const config = loadConfig({ flags: {}, env: {} });
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
      "DWH_EVENT is no variable of this program; did you mean DWH_EVENTS?",
    );
    expect(problemsOf({ env: { DWH_COLOUR_OF_THE_SKY: "blue" } })).toBe(
      "DWH_COLOUR_OF_THE_SKY is no variable of this program",
    );
  });

  it("ends with the exit code for configuration", () => {
    expect(() => loadConfig({ flags: {}, env: { DWH_MAX_REJECTS: "x" } })).toThrow(
      expect.objectContaining({ exitCode: 2, next: expect.stringContaining("docs/configuration.md") }),
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
