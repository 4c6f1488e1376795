import { describe, expect, it } from "vitest";
import { all } from "./support/pick.ts";
import { recordVariants } from "./support/recorded-variants.ts";

const stackOf = await recordVariants("dev", "prod");

describe("the bucket", () => {
  it("of prod is protected and outlives the stack; the one of dev goes with its contents", () => {
    const [prod] = all(stackOf("prod"), "s3.Bucket");
    const [dev] = all(stackOf("dev"), "s3.Bucket");
    expect(prod).toMatchObject({ protect: true, retainOnDelete: true, inputs: { forceDestroy: false } });
    expect(dev).toMatchObject({ protect: false, retainOnDelete: false, inputs: { forceDestroy: true } });
  });
});
