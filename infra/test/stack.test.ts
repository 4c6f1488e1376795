import { it } from "vitest";
import { recordStack } from "./support/recorded.ts";
import { VARIANTS } from "./support/variants.ts";
it("x", async () => {
  for (const [n, s] of Object.entries(VARIANTS)) {
    const r = await recordStack(s);
    console.log(n, r.resources.length);
    if (n === "dev") { for (const x of r.resources) console.log(x.component, x.type, x.name, x.protect); console.log(JSON.stringify(r.outputs, null, 1)); }
  }
});
