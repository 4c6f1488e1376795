import { describe, expect, it } from "vitest";
import { command } from "../../src/commands/config.ts";
import { SETTING_ENTRIES } from "../../src/config/schema.ts";
import { fakeContext } from "../support/context.ts";

const env = { DWH_SONGS: "songs", DWH_REDSHIFT_PASSWORD: "hunter2", DWH_DEADLINE: "90m" };

describe("dwh config", () => {
  it("lists every setting with its value and where it came from", async () => {
    const context = fakeContext({ flags: { format: "json" } }, env);
    expect(await command(context)).toBe(0);
    const settings = JSON.parse(context.io.out()) as { variable: string }[];
    expect(settings.map(({ variable }) => variable)).toEqual([
      "DWH_EVENTS",
      "DWH_EVENTS_JSONPATHS",
      "DWH_SONGS",
      ...SETTING_ENTRIES.map(([, setting]) => setting.env),
    ]);
    expect(settings).toContainEqual({
      variable: "DWH_SONGS",
      value: "songs",
      origin: "environment",
      otherwise: "sample data, when no source is set",
    });
  });

  it.each(["text", "json"] as const)("never shows a secret, as %s", async (format) => {
    const context = fakeContext({ flags: { format } }, env);
    await command(context);
    expect(context.io.out()).not.toContain("hunter2");
    expect(context.io.out()).toContain("********");
  });

  it("says in brackets what holds for a setting that is not set", async () => {
    const context = fakeContext();
    await command(context);
    expect(context.io.out()).toMatch(/^DWH_EVENTS {2,}\(sample data, when no source is set\)$/m);
  });

  it("shows a duration as it is written", async () => {
    const context = fakeContext({}, env);
    await command(context);
    expect(context.io.out()).toMatch(/^DWH_DEADLINE +environment +1h30m$/m);
  });
});
