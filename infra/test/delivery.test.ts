/** What must have happened before anything is delivered: the graph of jobs, and the three scripts that say no. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);
// The reader of YAML that Pulumi brings.
const { load } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml");

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly name?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = new URL("../../.github/workflows/", import.meta.url);
const workflows = new Map<string, Workflow>(
  readdirSync(folder).map((name) => [name, load(readFileSync(new URL(name, folder), "utf8")) as Workflow]),
);
const of = (name: string): Workflow => {
  const found = workflows.get(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const called = ({ uses = "" }: Job): string | undefined => /^\.\/\.github\/workflows\/(.+)$/.exec(uses)?.[1];

/** Every job that has ended well before this one begins, through `needs` and into the workflows that are called. */
function before(workflow: Workflow, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const needed = [workflow.jobs[name]?.needs ?? []].flat();
  for (const one of needed) {
    found.add(one);
    for (const earlier of before(workflow, one)) found.add(earlier);
    const inside = called(workflow.jobs[one] ?? {});
    if (inside !== undefined) for (const job of Object.keys(of(inside).jobs)) found.add(job);
  }
  return found;
}

/** The jobs that reach AWS to change it, or that build what they bring there. */
const delivering = Object.entries(of("deploy.yml").jobs)
  .filter(([, job]) => called(job) !== "ci.yml")
  .map(([name]) => name);

describe("a delivery", () => {
  it.each(delivering)(
    "by the job %s waits for check, test and infra, and for nothing that may have failed",
    (name) => {
      expect([...before(of("deploy.yml"), name)]).toEqual(
        expect.arrayContaining(["check", "test", "infra", "image"].filter((job) => job !== name)),
      );
      expect(of("deploy.yml").jobs[name]?.if ?? "").not.toMatch(/always\(\)|failure\(\)|cancelled\(\)/);
    },
  );

  it("is made by no other workflow: who takes a role is called by deploy.yml, or only looks", () => {
    const takers = [...workflows].filter(([, { jobs }]) =>
      Object.values(jobs).some(({ steps = [] }) =>
        steps.some(({ uses = "" }) => uses.startsWith("aws-actions/configure-aws-credentials@")),
      ),
    );
    expect(takers.map(([name]) => name).sort()).toEqual(["drift.yml", "preview.yml", "stack.yml"]);
    expect(Object.keys(of("stack.yml").on)).toEqual(["workflow_call"]);
    const callers = [...workflows].filter(([, { jobs }]) =>
      Object.values(jobs).some((job) => called(job) === "stack.yml"),
    );
    expect(callers.map(([name]) => name)).toEqual(["deploy.yml"]);
  });

  it("is of main alone, even when somebody starts it by hand", () => {
    expect(of("deploy.yml").jobs["image"]?.if).toContain("github.ref == 'refs/heads/main'");
  });

  it("asks everything before it takes the role, and the registry before it updates", () => {
    const steps = (of("stack.yml").jobs["up"]?.steps ?? []).map(({ uses = "", run = "" }) => uses + run);
    const at = (text: string): number => {
      const index = steps.findIndex((step) => step.includes(text));
      expect(index, text).toBeGreaterThanOrEqual(0);
      return index;
    };
    const order = [
      "guarded.sh",
      "gh attestation verify image.tar",
      "configure-aws-credentials",
      "refuse-older.sh",
      "skopeo copy",
      "scan-findings.sh",
      "pulumi/actions",
    ].map(at);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it("brings what was signed, and what signs does not build", () => {
    const { attest, image } = of("deploy.yml").jobs;
    expect(attest?.permissions).toMatchObject({ attestations: "write", "id-token": "write" });
    expect(image?.permissions).toBeUndefined();
    expect([...before(of("deploy.yml"), "dev")]).toContain("attest");
    // The file that is signed is the one with the software bill and the provenance in it (docs.docker.com, "SBOM attestations").
    const built = (image?.steps ?? [])
      .map((step) => step.with ?? {})
      .find(({ outputs }) => outputs !== undefined);
    expect(built).toMatchObject({ outputs: "type=oci,dest=image.tar", provenance: "mode=max", sbom: true });
    expect(attest?.steps?.at(-1)?.with).toEqual({ "subject-path": "image.tar" });
  });
});

const scratch = mkdtempSync(join(tmpdir(), "dwh-delivery-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs a script of infra/ with a program `aws` that answers by these texts, by the operation; a text that begins with ! is an error. */
function runScript(
  script: string,
  args: readonly string[],
  answers: Readonly<Record<string, string>> = {},
  cwd = scratch,
): { readonly code: number | null; readonly output: string } {
  const bin = mkdtempSync(join(scratch, "bin-"));
  writeFileSync(
    join(bin, "aws"),
    `#!${process.execPath}\nconst answer = ${JSON.stringify(answers)}[process.argv[3] === "wait" ? "wait" : process.argv[3]] ?? "";\nif (answer.startsWith("!")) { console.error(answer.slice(1)); process.exit(254); }\nif (answer !== "") console.log(answer);\n`,
  );
  chmodSync(join(bin, "aws"), 0o755);
  const { status, stdout, stderr } = spawnSync(
    fileURLToPath(new URL(`../${script}`, import.meta.url)),
    args,
    { cwd, encoding: "utf8", env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` } },
  );
  return { code: status, output: stdout + stderr };
}

describe("guarded.sh", () => {
  const REVIEWERS = { type: "required_reviewers", reviewers: [{ type: "User" }] };
  const BRANCHES = { protected_branches: true, custom_branch_policies: false };
  const answer = (environment: unknown): string => {
    const file = join(scratch, "environment.json");
    writeFileSync(file, JSON.stringify(environment));
    return file;
  };

  it("lets an environment pass that asks for a branch, and prod only with a reviewer", () => {
    const open = answer({ deployment_branch_policy: BRANCHES, protection_rules: [] });
    expect(runScript("guarded.sh", ["dev", open]).code).toBe(0);
    expect(runScript("guarded.sh", ["prod", open])).toMatchObject({
      code: 1,
      output: expect.stringContaining("the environment prod has no reviewers"),
    });
    const guarded = answer({ deployment_branch_policy: BRANCHES, protection_rules: [REVIEWERS] });
    expect(runScript("guarded.sh", ["prod", guarded]).code).toBe(0);
  });

  it("stops at one that every branch may use, or whose list of reviewers is empty", () => {
    const anywhere = answer({ deployment_branch_policy: null, protection_rules: [REVIEWERS] });
    expect(runScript("guarded.sh", ["dev", anywhere]).output).toContain("has no rule for branches");
    const nobody = answer({
      deployment_branch_policy: BRANCHES,
      protection_rules: [{ type: "required_reviewers", reviewers: [] }],
    });
    expect(runScript("guarded.sh", ["prod", nobody]).code).toBe(1);
  });
});

describe("refuse-older.sh", () => {
  const repository = join(scratch, "repository");
  mkdirSync(repository);
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: repository,
      encoding: "utf8",
    }).trim();
  git("init", "--quiet");
  const [older = "", newer = ""] = ["one", "two"].map((message) => {
    git("commit", "--quiet", "--allow-empty", "--message", message);
    return git("rev-parse", "HEAD");
  });
  const deliver = (commit: string, running: string) =>
    runScript(
      "refuse-older.sh",
      ["dev", commit],
      {
        "describe-task-definition": running.startsWith("!") ? running : "registry/dwh-dev@sha256:ab",
        "describe-images": running,
      },
      repository,
    );

  it("lets the same and a newer commit take the place of what runs, and the first one", () => {
    expect(deliver(newer, older).code).toBe(0);
    expect(deliver(newer, newer).code).toBe(0);
    expect(deliver(older, "!An error occurred: Unable to describe task definition.").code).toBe(0);
  });

  it("stops an older one, one of another history, and where nobody knows what runs", () => {
    expect(deliver(older, newer)).toMatchObject({
      code: 1,
      output: expect.stringContaining(`was built from ${newer}, which ${older} does not contain`),
    });
    expect(deliver(newer, "f".repeat(40)).output).toContain("is not a commit of this history");
    expect(deliver(newer, "!An error occurred (AccessDenied)").output).toContain(
      "cannot tell which image runs",
    );
  });
});

describe("scan-findings.sh", () => {
  const INDEX = JSON.stringify({
    manifests: [
      { digest: "sha256:image", platform: { os: "linux", architecture: "arm64" } },
      { digest: "sha256:provenance", platform: { os: "unknown", architecture: "unknown" } },
    ],
  });
  const scan = (counts: string, manifest = INDEX) =>
    runScript("scan-findings.sh", ["dwh-dev", "sha256:index"], {
      "batch-get-image": manifest,
      "describe-image-scan-findings": counts,
    });

  it("tells what was found in the image, not in its provenance", () => {
    const { code, output } = scan('{ "HIGH": 2 }');
    expect(code).toBe(0);
    expect(output).toBe('dwh-dev@sha256:image: { "HIGH": 2 }\n');
    expect(scan("null", '{ "config": {} }').output).toBe("dwh-dev@sha256:index: null\n");
  });

  it("stops at what is critical, and where the findings cannot be read", () => {
    expect(scan('{ "CRITICAL": 1 }')).toMatchObject({
      code: 1,
      output: expect.stringContaining("dwh-dev@sha256:image has critical findings"),
    });
    expect(scan("!An error occurred (ScanNotFoundException)").code).not.toBe(0);
  });
});
