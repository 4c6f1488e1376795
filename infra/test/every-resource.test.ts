import { describe, expect, it } from "vitest";
import { all } from "./support/pick.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { VARIANTS } from "./support/variants.ts";

const stackOf = await recordVariants(...Object.keys(VARIANTS));
const stacks = Object.keys(VARIANTS).map(stackOf);

describe("every resource", () => {
  it("belongs to a component and to the provider with the stack's region and tags", () => {
    for (const { resources } of stacks) {
      const loose = resources.filter(({ type, component }) => type.startsWith("aws:") && component === "");
      expect(loose).toEqual([]);
      const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
      expect(JSON.parse(provider?.inputs["defaultTags"]).tags).toMatchObject({
        project: "sparkify-dwh",
        managedBy: "pulumi",
      });
    }
  });

  it("has a name that AWS takes", () => {
    for (const stack of stacks)
      for (const { name } of all(stack, "iam.Role")) expect(name.length).toBeLessThanOrEqual(64 - 8);
  });
});
