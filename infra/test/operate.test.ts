/** The commands of a stack's life, with stand-ins for the programs that they call; what is asked of AWS is what counts here. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../operate.sh", import.meta.url));
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const OUTPUTS = {
  region: "us-east-1",
  repositoryUrl: "123456789012.dkr.ecr.us-east-1.amazonaws.com/dwh-dev",
  ecsCluster: "dwh-dev",
  taskFamily: "dwh-dev",
  bootstrapFamily: "dwh-dev-bootstrap",
  container: "dwh",
  taskNetwork: '{"awsvpcConfiguration":{}}',
  logGroup: "/dwh/dev/job",
  failedStartsQueue: "dwh-dev-failed-starts",
  clusterId: "dwh-dev",
};

/** What the programs answer, by a shell pattern of their arguments; the first that matches counts. */
type Answers = readonly (readonly [pattern: string, text: string])[];

const TASK = "arn:aws:ecs:us-east-1:123456789012:task/dwh-dev/abc123";
const RUN: Answers = [
  ["ecs run-task*", TASK],
  ["*lastStatus*", "STOPPED"],
  ["*exitCode*", "0"],
  ["logs filter-log-events*", '{"message":"done"}'],
];

function operate(
  args: readonly string[],
  answers: Answers = [],
  input = "",
  outputs: Record<string, string> = OUTPUTS,
) {
  const folder = mkdtempSync(join(tmpdir(), "dwh-operate-"));
  folders.push(folder);
  const told = Object.entries(outputs).map(([name, value]) => [`stack output ${name} *`, value] as const);
  const cases = [
    ...answers,
    ...told,
    ["config get aws:region*", "us-east-1"] as const,
    ["config get image*", ""] as const,
    ["rev-parse HEAD", "c0ffee"] as const,
    ["log -1*", "2026-11-23T12:00:00+00:00"] as const,
  ].map(([pattern, text]) => `  ${pattern.replaceAll(" ", "\\ ")}) printf '%s\\n' '${text}' ;;`);
  const otherwise = "  stack\\ output*) exit 1 ;;";
  for (const program of ["aws", "pulumi", "docker", "git"]) {
    const fake = [
      "#!/bin/sh",
      `echo "${program} $*" >>"$CALLS"`,
      'case "$*" in',
      ...cases,
      otherwise,
      "esac",
    ];
    writeFileSync(join(folder, program), `${fake.join("\n")}\n`, { mode: 0o755 });
  }
  const calls = join(folder, "calls");
  writeFileSync(calls, "");
  const { status, stdout, stderr } = spawnSync("bash", [script, ...args], {
    encoding: "utf8",
    input,
    env: {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env["PATH"]}`,
      CALLS: calls,
      OPERATE_POLL_SECONDS: "0",
    },
  });
  return { status, stdout, stderr, calls: readFileSync(calls, "utf8").split("\n") };
}

/** The calls that change something. */
const changes = (calls: readonly string[]): readonly string[] =>
  calls.filter(
    (call) => !/^(pulumi (stack output|config get)|git|aws ecr (describe|get))/.test(call) && call !== "",
  );

describe("run", () => {
  it("starts the task in the job's network, prints its log and ends with its exit code", () => {
    const { status, stdout, calls } = operate(["run", "dev"], [["*exitCode*", "3"], ...RUN]);
    expect(status).toBe(3);
    expect(stdout).toBe('{"message":"done"}\n');
    expect(calls).toContainEqual(
      expect.stringMatching(
        /^aws ecs run-task --cluster dwh-dev --task-definition dwh-dev --launch-type FARGATE --network-configuration \{"awsvpc/,
      ),
    );
    expect(calls).toContainEqual(expect.stringContaining("--log-stream-names run/dwh/abc123"));
  });

  it("hands arguments on to dwh, whatever they are", () => {
    const { calls } = operate(["run", "dev", "query", 'select "a b"'], RUN);
    const overrides = { containerOverrides: [{ name: "dwh", command: ["query", 'select "a b"'] }] };
    expect(calls).toContainEqual(expect.stringContaining(`--overrides ${JSON.stringify(overrides)}`));
  });

  it("says so when ECS starts nothing, and when a task never got to an exit code", () => {
    expect(operate(["run", "dev"], [["ecs run-task*", "None"]])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("is there an image yet"),
    });
    const answers = [
      ["*exitCode*", "None"],
      ["*stoppedReason*", "CannotPullContainerError"],
      ...RUN,
    ] as const;
    expect(operate(["run", "dev"], answers)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("CannotPullContainerError"),
    });
  });
});

describe("bootstrap", () => {
  it("runs the task that may read the administrator's secret", () => {
    const { status, calls } = operate(["bootstrap", "dev"], RUN);
    expect(status).toBe(0);
    expect(calls).toContainEqual(expect.stringContaining("--task-definition dwh-dev-bootstrap"));
    expect(calls).toContainEqual(expect.stringContaining("--log-stream-names bootstrap/dwh/abc123"));
  });
});

describe("deploy", () => {
  const image = `pulumi config set image ${OUTPUTS.repositoryUrl}@sha256:f00 --stack dev`;

  it("pushes the image of the commit, sets its digest and updates the stack", () => {
    // The digest is there only once the image has been pushed: the second time that it is asked for.
    const pushed = '$([ -e "$CALLS.pushed" ] && echo sha256:f00; touch "$CALLS.pushed")';
    const { status, calls } = operate(
      ["deploy", "dev", "--yes"],
      [["ecr describe-images*", `'"${pushed}"'`]],
    );
    expect(status).toBe(0);
    expect(changes(calls)).toEqual([
      "docker login --username AWS --password-stdin 123456789012.dkr.ecr.us-east-1.amazonaws.com",
      expect.stringMatching(
        /^docker buildx build \.\. --platform linux\/arm64 --push --tag \S+dwh-dev:c0ffee .*REVISION=c0ffee/,
      ),
      image,
      "pulumi up --stack dev --yes",
    ]);
  });

  it("builds nothing for a commit whose image is there", () => {
    const { calls } = operate(["deploy", "dev"], [["ecr describe-images*", "sha256:f00"]]);
    expect(changes(calls)).toEqual([image, "pulumi up --stack dev"]);
  });

  it("names no image after a commit that it does not hold", () => {
    const { status, stderr, calls } = operate(["deploy", "dev"], [["status --porcelain", " M src/main.ts"]]);
    expect(status).toBe(1);
    expect(stderr).toContain("uncommitted changes");
    expect(changes(calls)).toEqual([]);
  });
});

describe("pause and resume", () => {
  it("pause stops the schedule first, keeping the image that runs", () => {
    const { calls } = operate(["pause", "dev"], [["stack output image*", "registry/dwh@sha256:f00"]]);
    expect(changes(calls)).toEqual([
      "pulumi config set image registry/dwh@sha256:f00 --stack dev",
      "pulumi config set scheduleEnabled false --stack dev",
      "pulumi up --stack dev",
      "aws redshift pause-cluster --cluster-identifier dwh-dev",
    ]);
  });

  it("resume waits for the cluster before it starts the schedule", () => {
    const { calls } = operate(["resume", "dev"], [["config get image*", "registry/dwh@sha256:f00"]]);
    expect(changes(calls)).toEqual([
      "aws redshift resume-cluster --cluster-identifier dwh-dev",
      "aws redshift wait cluster-available --cluster-identifier dwh-dev",
      "pulumi config set scheduleEnabled true --stack dev",
      "pulumi up --stack dev",
    ]);
  });

  it("leaves Serverless alone, which pauses by itself", () => {
    const { clusterId: _, ...serverless } = OUTPUTS;
    const { calls } = operate(["pause", "dev"], [], "", serverless);
    expect(calls.join("\n")).not.toContain("aws redshift");
  });
});

describe("destroy", () => {
  it("wants the name of the stack typed, and keeps final snapshot and bucket", () => {
    const { status, calls } = operate(["destroy", "prod"], [], "prod\n");
    expect(status).toBe(0);
    expect(changes(calls)).toEqual([
      "pulumi state unprotect --all --yes --stack prod",
      "pulumi destroy --stack prod",
    ]);
  });

  it("deletes nothing otherwise", () => {
    const { status, stderr, calls } = operate(["destroy", "prod"], [], "yes\n");
    expect(status).toBe(1);
    expect(stderr).toContain("nothing was deleted");
    expect(changes(calls)).toEqual([]);
  });
});

describe("status and logs", () => {
  it("status asks for alarms, the cluster and failed starts", () => {
    const { status, calls } = operate(["status", "dev"], [["sqs get-queue-url*", "https://queue"]]);
    expect(status).toBe(0);
    expect(calls).toContainEqual(
      expect.stringContaining("aws cloudwatch describe-alarms --alarm-name-prefix dwh-dev-"),
    );
    expect(calls).toContainEqual(
      expect.stringContaining("aws redshift describe-clusters --cluster-identifier dwh-dev"),
    );
    expect(calls).toContainEqual(expect.stringContaining("--queue-url https://queue"));
  });

  it("logs follows the log group", () => {
    expect(operate(["logs", "dev"]).calls).toContain("aws logs tail /dwh/dev/job --since 1h --follow");
  });
});

it("shows how it is used when it is told nothing, or nothing that it knows", () => {
  for (const args of [[], ["deploy"], ["fly", "dev"]]) {
    const { status, stderr } = operate(args);
    expect(status).toBe(2);
    expect(stderr).toContain("usage: ./operate.sh COMMAND STACK");
  }
});
