import { it } from "vitest";
import { launch } from "./support/engine.ts";
it("t", async () => {
  const t = Date.now();
  const r = await launch("prod", { "aws:region": "us-east-1", "sparkify-dwh:nodeType": "dc2.large" });
  console.log(Date.now() - t, JSON.stringify(r));
});
