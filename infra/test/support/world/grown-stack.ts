/** A stack that has lived for a while: two nodes, deployed, bootstrapped, and `operate` at hand. */
import { join } from "node:path";
import { expect } from "vitest";
import type { Checkout } from "./checkout.ts";
import type { FakeCluster } from "./clusters.ts";
import { setInStackFile } from "./stack-file.ts";
import { Stage } from "./stage.ts";

export class GrownStack {
  readonly stage: Stage;

  private constructor(stage: Stage) {
    this.stage = stage;
  }

  /** Deploys dev from a copy of this checkout, and forgets the calls which that took. */
  static async grow(checkout: Checkout): Promise<GrownStack> {
    const grown = new GrownStack(new Stage(checkout.copy()));
    const { stage } = grown;
    stage.world.pulumi.stacks.set("dev", { resources: new Map(), outputs: {} });
    setInStackFile(grown.file, "nodes", "2");
    stage.checkout.commit("Two nodes");
    await grown.done(["deploy", "dev", "--yes"]);
    await grown.done(["bootstrap", "dev"]);
    stage.world.calls.length = 0;
    return grown;
  }

  /** The path of the stack's settings. */
  get file(): string {
    return join(this.stage.checkout.infra, "Pulumi.dev.yaml");
  }

  cluster(id = "dwh-dev"): FakeCluster {
    return this.stage.world.clusters().find(id);
  }

  /** Types a command that has to succeed, and returns what was printed. */
  async done(args: readonly string[], input = ""): Promise<string> {
    const { code, stdout, stderr } = await this.stage.operate(args, input);
    expect({ args, code, stderr }).toMatchObject({ code: 0 });
    return stdout + stderr;
  }

  /** Types a command that has to fail, and returns what was said. */
  async failed(args: readonly string[], input = ""): Promise<string> {
    const { code, stderr } = await this.stage.operate(args, input);
    expect({ args, code }).toMatchObject({ code: 1 });
    return stderr;
  }

  remove(): void {
    this.stage.remove();
  }
}
