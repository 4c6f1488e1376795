/** Every variant, judged by the validators of the real AWS provider: names, types, enums, ARNs, JSON, ranges. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import {
  findMirror,
  hasTerraform,
  openWorkspace,
  readSchema,
  toModule,
  type Schema,
  type Workspace,
} from "./support/terraform.ts";
import { VARIANTS } from "./support/variants.ts";

const mirror = findMirror();
const able = hasTerraform() && mirror !== undefined;

describe.skipIf(!able)(
  "the AWS provider of Terraform (needs terraform on the path and its AWS provider in a mirror)",
  () => {
    let workspace: Workspace;
    let schema: Schema;

    beforeAll(() => {
      workspace = openWorkspace(mirror ?? "");
      schema = readSchema(workspace);
    });
    afterAll(() => workspace?.close());

    it("finds nothing wrong with any variant", async () => {
      const module: Record<string, unknown> = {};
      const stackOf = await recordVariants(...Object.keys(VARIANTS));
      for (const variant of Object.keys(VARIANTS)) {
        const name = variant.toLowerCase().replaceAll(" ", "-");
        workspace.write(`${name}/main.tf.json`, toModule(stackOf(variant), schema));
        module[name] = { source: `./${name}` };
      }
      workspace.write("modules.tf.json", { module });
      workspace.terraform("get", "-no-color");
      const { valid, diagnostics } = JSON.parse(workspace.terraform("validate", "-json"));
      expect(diagnostics).toEqual([]);
      expect(valid).toBe(true);
    });

    it("would find a wrong value: a log retention that CloudWatch does not know", async () => {
      const settings = VARIANTS["dev"];
      if (settings === undefined) throw new Error("dev");
      workspace.write("modules.tf.json", { module: { wrong: { source: "./wrong" } } });
      workspace.write(
        "wrong/main.tf.json",
        toModule(await recordStack({ ...settings, logDays: 13 }), schema),
      );
      workspace.terraform("get", "-no-color");
      expect(() => workspace.terraform("validate", "-json")).toThrow("retention_in_days");
    });
  },
);
