/** The program that the tests of `operate.sh` run in place of the real one. */
import { beforeAll, describe, expect, it } from "vitest";
import { recordVariants } from "./support/recorded-variants.ts";
import { runProgram } from "./support/world/program.ts";

describe("the stand-in of the program", () => {
  let recorded: Awaited<ReturnType<typeof recordVariants>>;
  beforeAll(async () => {
    recorded = await recordVariants("dev", "dev on Serverless", "dev before its first image");
  });

  it.each([
    ["dev", { image: "x", delivery: "{}" }],
    ["dev on Serverless", { image: "x", delivery: "{}", warehouse: "serverless" }],
    ["dev before its first image", {}],
  ])("has the outputs of the real one: %s", (variant, config) => {
    const { outputs } = runProgram("dev", new Map(Object.entries(config)));
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(recorded(variant).outputs).sort());
  });
});
