/** A repository in little, in a folder of its own: what goes into the image, and the files of two stacks. Git is the real one. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const INFRA = fileURLToPath(new URL("../../../", import.meta.url));

const folder = (): string => mkdtempSync(join(tmpdir(), "dwh-checkout-"));

export class Checkout {
  readonly root: string;
  readonly infra: string;

  private constructor(root: string) {
    [this.root, this.infra] = [root, join(root, "infra")];
  }

  /** A new one. Making it costs some processes; a copy costs none. */
  static make(): Checkout {
    const made = new Checkout(folder());
    made.begin();
    return made;
  }

  copy(): Checkout {
    const copied = new Checkout(folder());
    cpSync(this.root, copied.root, { recursive: true });
    return copied;
  }

  private begin(): void {
    mkdirSync(this.infra);
    mkdirSync(join(this.root, "src"));
    for (const name of [".dockerignore", "Dockerfile", "package.json"])
      cpSync(join(INFRA, "..", name), join(this.root, name));
    for (const name of [".gitignore", "Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"])
      cpSync(join(INFRA, name), join(this.infra, name));
    writeFileSync(join(this.root, "src/main.ts"), "export {};\n");
    this.git("init", "--quiet");
    this.commit("Begin");
  }

  git(...args: readonly string[]): string {
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    const { status, stdout, stderr } = spawnSync("git", [...who, ...args], {
      cwd: this.root,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD").trim();
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
