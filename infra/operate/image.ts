/** The image of a commit: whether it may be built, whether it is there, and building it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { askAws, unlessRefused } from "./aws-cli.ts";
import { nameOf, OperateError, showOrFail, type Operator } from "./operator.ts";

/** An image in the stack's repository. */
export interface Image {
  readonly digest: string;
  readonly tags: readonly string[];
  /** When it was pushed, as AWS writes it. */
  readonly pushed: string;
}

interface Details {
  readonly imageDetails?: readonly {
    readonly imageDigest?: string;
    readonly imageTags?: readonly string[];
    readonly imagePushedAt?: string;
  }[];
}

/** What is wrong with a repository that is not there; every other refusal is a failure. */
const NO_REPOSITORY = "RepositoryNotFoundException";

/** Returns what goes into the image, from the root of the repository: what `.dockerignore` lets in, and the two files themselves. Pure. */
export function partsOfImage(dockerignore: string): readonly string[] {
  const letIn = dockerignore
    .split("\n")
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1).replace(/\/\*\*$/, ""));
  return [...letIn, "Dockerfile", ".dockerignore"];
}

/** Returns the commit that is checked out. @throws OperateError when what goes into the image is not all committed */
export async function requireCommit(op: Operator): Promise<string> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await op.programs.ask("git", ["-C", "..", ...args]);
    if (code !== 0) throw new OperateError(`git ${args[0]}: ${stderr.trim()}`);
    return stdout.trimEnd();
  };
  const parts = partsOfImage(readFileSync(join(op.folder, "../.dockerignore"), "utf8"));
  const changed = await git("status", "--porcelain", "--", ...parts);
  if (changed !== "")
    throw new OperateError(
      `an image is named after its commit, and these are not committed:\n${changed}\nCommit them, or put them aside (git stash), and try again`,
    );
  return git("rev-parse", "HEAD");
}

/** Whether the stack's repository is there. @throws AwsError when AWS does not say */
export async function hasRepository(op: Operator): Promise<boolean> {
  const asking = askAws(op, "ecr describe-repositories", { "repository-names": nameOf(op) });
  return (await unlessRefused(asking, NO_REPOSITORY)) !== undefined;
}

/** Returns the images of the stack's repository that have a tag, newest first. @throws AwsError as AWS refuses */
export async function listImages(op: Operator): Promise<readonly Image[]> {
  const { imageDetails = [] } = await askAws<Details>(op, "ecr describe-images", {
    "repository-name": nameOf(op),
  });
  return imageDetails
    .map(({ imageDigest: digest = "", imageTags: tags = [], imagePushedAt: pushed = "" }) => ({
      digest,
      tags,
      pushed,
    }))
    .filter(({ tags }) => tags.length > 0)
    .sort((one, other) => other.pushed.localeCompare(one.pushed));
}

/** Returns the digest of the commit's image, which it builds and pushes unless it is there: tags never move. @throws OperateError as Docker fails */
export async function provideImage(op: Operator, repositoryUrl: string, commit: string): Promise<string> {
  const there = await findDigest(op, commit);
  if (there !== undefined) return there;
  await build(op, repositoryUrl, commit);
  const pushed = await findDigest(op, commit);
  if (pushed === undefined)
    throw new OperateError(`the image of ${commit} was pushed, and ECR does not have it`);
  return pushed;
}

async function findDigest(op: Operator, tag: string): Promise<string | undefined> {
  const asking = askAws<Details>(op, "ecr describe-images", {
    "repository-name": nameOf(op),
    "image-ids": `imageTag=${tag}`,
  });
  return (await unlessRefused(asking, "ImageNotFoundException"))?.imageDetails?.[0]?.imageDigest;
}

async function build(op: Operator, repositoryUrl: string, commit: string): Promise<void> {
  const [registry = ""] = repositoryUrl.split("/");
  const password = await op.programs.ask("aws", ["ecr", "get-login-password"]);
  const login = ["login", "--username", "AWS", "--password-stdin", registry];
  const { code, stderr } = await op.programs.ask("docker", login, password.stdout);
  if (code !== 0) throw new OperateError(`cannot log in to ${registry}: ${password.stderr}${stderr}`.trim());
  const created = await op.programs.ask("git", ["log", "-1", "--format=%cI", commit]);
  const { version } = JSON.parse(readFileSync(join(op.folder, "../package.json"), "utf8")) as {
    version: string;
  };
  const labels = { REVISION: commit, CREATED: created.stdout.trim(), VERSION: version };
  const labelled = Object.entries(labels).flatMap(([name, text]) => ["--build-arg", `${name}=${text}`]);
  const where = ["--platform", "linux/arm64", "--push", "--tag", `${repositoryUrl}:${commit}`];
  await showOrFail(op, "docker", ["buildx", "build", "..", ...where, ...labelled]);
}
