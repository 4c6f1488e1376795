import type { SourceDeclaration } from "../../src/config/declared-source.ts";
import { describe, expect, it } from "vitest";
import { FARGATE_SIZES } from "../src/fargate.ts";
import { LOG_DAYS } from "../src/keys.ts";
import { NODE_TYPES } from "../src/node-types.ts";
import { DECLARED } from "../src/source-keys.ts";
import { parseSettings } from "../src/parse-settings.ts";
import { committed, IMAGE } from "./support/variants.ts";

/** The problems with the prod stack after these changes. */
function problemsWith(changes: Record<string, string>): readonly string[] {
  const parsed = parseSettings(
    "prod",
    "us-east-1",
    new Map([...committed("prod"), ...Object.entries(changes)]),
    DECLARED,
  );
  return parsed.kind === "problems" ? parsed.problems : [];
}

describe("a right configuration", () => {
  it("is what the two committed stacks hold", () => {
    for (const stack of ["dev", "prod"] as const)
      expect(parseSettings(stack, "us-east-1", committed(stack), DECLARED)).toMatchObject({
        kind: "settings",
      });
  });

  it("is protected, without internet and not paused where nothing is said", () => {
    const parsed = parseSettings("new", "eu-central-1", new Map(), DECLARED);
    expect(parsed).toMatchObject({
      settings: {
        protect: true,
        egress: "endpoints",
        clients: [],
        pausedBetweenRuns: false,
        logDays: 365,
        logKey: true,
      },
    });
  });

  it.each(
    [...FARGATE_SIZES].flatMap(([cpu, sizes]) =>
      sizes.map((memory) => [String(cpu), String(memory)] as const),
    ),
  )("takes cpu %s with memory %s", (cpu, memory) => expect(problemsWith({ cpu, memory })).toEqual([]));

  it.each([
    { schedule: "cron(0 3 ? * MON-FRI *)", missedRunHours: "73" },
    { schedule: "cron(0 0 1 * ? *)", missedRunHours: "0" },
    { schedule: "rate(1 hour)" },
    { schedule: "cron(0/15 * * * ? *)", deadlineMinutes: "15", slowRunMinutes: "10" },
    { pausedBetweenRuns: "true", pauseSchedule: "cron(31 4 * * ? *)" },
    { pausedBetweenRuns: "true", schedule: "cron(0 3 * * ? *)", pauseSchedule: "cron(59 2 * * ? *)" },
    { nodes: "128", nodeType: "ra3.16xlarge" },
    { nodes: "64", nodeType: "rg.4xlarge" },
    { rotateSchedule: "never" },
    { rotateSchedule: "rate(30 days)" },
    { pausedBetweenRuns: "true", rotateSchedule: "cron(31 22 1 * ? *)" },
    { maintenanceTrack: "trailing" },
    { zones: '["use1-az4", "use1-az6"]' },
  ])("takes %j", (changes) => expect(problemsWith(changes as Record<string, string>)).toEqual([]));

  it("takes the most rejected rows that COPY can tolerate", () =>
    expect(problemsWith({ maxRejects: "99999" })).toEqual([]));

  it.each([...NODE_TYPES.keys()])("takes two nodes of %s", (nodeType) =>
    expect(problemsWith({ nodeType })).toEqual([]),
  );

  it.each(LOG_DAYS)("takes a log retention of %d days", (days) =>
    expect(problemsWith({ logDays: String(days) })).toEqual([]),
  );
});

const SOURCE: SourceDeclaration = {
  name: "a",
  path: "a.sql",
  location: undefined,
  jsonpaths: false,
  jsonpathsFile: undefined,
  mayBeEmpty: false,
  format: { kind: "json" },
};

describe("the sources", () => {
  const declared = [
    { ...SOURCE, name: "podcast_plays", path: "a.sql", jsonpaths: true },
    { ...SOURCE, name: "shows", path: "b.sql", location: "s3://example-shows/all" },
  ];
  const parse = (texts: Record<string, string>, sources = declared) =>
    parseSettings("prod", "us-east-1", new Map(Object.entries(texts)), sources);

  it("are keys by the names that the SQL declares, JSONPaths files where a COPY takes one", () => {
    const texts = { podcastPlays: "s3://example/plays", podcastPlaysJsonpaths: "s3://example/paths.json" };
    expect(parse(texts)).toMatchObject({
      settings: {
        sources: [
          { name: "podcast_plays", url: texts.podcastPlays, jsonpaths: texts.podcastPlaysJsonpaths },
          { name: "shows", url: "s3://example-shows/all", jsonpaths: undefined },
        ],
      },
    });
    const unknown = parse({ showsJsonpaths: "s3://example/paths.json", shows: "here" });
    expect(unknown).toMatchObject({
      problems: [
        expect.stringMatching(
          /^showsJsonpaths .* there is no such key; allowed: .* podcastPlays, podcastPlaysJsonpaths, shows$/,
        ),
        'shows is "here"; allowed: s3://bucket/prefix',
      ],
    });
  });

  it("have no name that is a key of the stack", () => {
    const [source] = declared;
    if (source === undefined) throw new Error("no source");
    expect(parse({}, [{ ...source, name: "image" }])).toMatchObject({
      problems: ["the source image (a.sql) would be set by image, which has another meaning"],
    });
  });
});

describe("a mistake is told in one sentence with the key, the value and what is allowed", () => {
  it.each([
    [{ nodeType: "dc2.large" }, 'nodeType is "dc2.large"; allowed: ra3.large, ra3.xlplus,'],
    [{ nodeType: "ra3.huge" }, 'nodeType is "ra3.huge"; allowed: ra3.large,'],
    // One more would be MAXERROR 100001, which COPY does not take (Database Developer Guide, "Data load operations").
    [{ maxRejects: "100000" }, 'maxRejects is "100000"; allowed: a whole number from 0 to 99999'],
    [{ nodes: "0" }, 'nodes is "0"; allowed: a whole number from 1 to 128'],
    [
      { nodes: "1", nodeType: "ra3.4xlarge" },
      'nodes is "1" with nodeType "ra3.4xlarge"; allowed: 2 or more, or one of ra3.large',
    ],
    [
      { image: IMAGE.replace(/@.*/, ":latest") },
      "allowed: registry/repository@sha256:… with 64 hex digits, never a tag alone",
    ],
    [{ image: IMAGE.slice(0, -1) }, 'image is "123456789012.dkr'],
    [{ schedule: "0 3 * * *" }, 'schedule is "0 3 * * *"; allowed: cron(minutes hours'],
    [{ schedule: "cron(0 3 * * * *)" }, 'schedule is "cron(0 3 * * * *)"; allowed: cron('],
    [{ schedule: "at(2026-12-01T03:00:00)" }, "schedule is"],
    [{ pauseSchedule: "rate(1 day)" }, 'pauseSchedule is "rate(1 day)"; allowed: cron('],
    [
      { scheduleTimezone: "Mars/Olympus" },
      'scheduleTimezone is "Mars/Olympus"; allowed: a zone of the IANA database',
    ],
    [{ scheduleEnabled: "yes" }, 'scheduleEnabled is "yes"; allowed: true, false'],
    [{ cpu: "300" }, 'cpu is "300"; allowed: 256, 512, 1024'],
    [
      { cpu: "512", memory: "8192" },
      'memory is "8192", which Fargate does not pair with cpu "512"; allowed: 1024, 2048, 3072, 4096',
    ],
    [{ cpu: "8192", memory: "17408" }, "which Fargate does not pair with cpu"],
    [{ logDays: "13" }, 'logDays is "13"; allowed: 1, 3, 5, 7, 14, 30'],
    [{ missedRunHours: "169" }, 'missedRunHours is "169"; allowed: a whole number from 0 to 168'],
    [
      { slowRunMinutes: "60", deadlineMinutes: "60" },
      'slowRunMinutes is "60", and no run outlives deadlineMinutes "60"; allowed: less than 60',
    ],
    [{ egress: "vpn" }, 'egress is "vpn"; allowed: public, nat, endpoints'],
    [{ vpcCidr: "10.40.0.1/16" }, 'vpcCidr is "10.40.0.1/16"; allowed: an IPv4 range'],
    [{ vpcCidr: "10.40.0.0/24" }, "vpcCidr is"],
    [
      { clients: '["0.0.0.0/0"]', egress: "nat" },
      'clients is "["0.0.0.0/0"]"; allowed: a list of an IPv4 range',
    ],
    [{ clients: "203.0.113.7/32", egress: "nat" }, "clients is"],
    [
      { clients: '["203.0.113.7/32"]' },
      'with egress "endpoints", a network without internet; allowed: [], or egress public or nat',
    ],
    [{ warehouse: "snowflake" }, 'warehouse is "snowflake"; allowed: provisioned, serverless'],
    [{ serverlessCapacity: "5" }, 'serverlessCapacity is "5"; allowed: 4, 8, 16'],
    [{ database: "dev" }, 'database is "dev"; allowed:'],
    [{ snapshotDays: "36" }, 'snapshotDays is "36"; allowed: a whole number from 1 to 35'],
    [
      { events: "https://example.com/log" },
      'events is "https://example.com/log"; allowed: s3://bucket/prefix',
    ],
    [{ events: "s3://bucket" }, "events is"],
    [{ account: "1234" }, 'account is "1234"; allowed: 12 digits'],
    [{ alarmEmail: "nobody" }, 'alarmEmail is "nobody"; allowed: mail addresses with commas'],
    [{ delivery: '{"deploySubjects": ["repo:example/*"]}' }, "without wildcards"],
    [{ nodes: "100" }, 'nodes is "100" with nodeType "ra3.large"; allowed: up to 16, or a larger type'],
    [{ nodes: "17" }, "allowed: up to 16"],
    [{ nodes: "33", nodeType: "ra3.xlplus" }, "allowed: up to 32"],
    [{ nodes: "65", nodeType: "ra3.4xlarge" }, "allowed: up to 64"],
    [{ nodes: "17", nodeType: "rg.large" }, "allowed: up to 16"],
    [{ nodes: "33", nodeType: "rg.xlarge" }, "allowed: up to 32"],
    [{ nodes: "65", nodeType: "rg.4xlarge" }, "allowed: up to 64"],
    [{ maintenanceTrack: "preview" }, 'maintenanceTrack is "preview"; allowed: current, trailing'],
    [{ rotateSchedule: "monthly" }, 'rotateSchedule is "monthly"; allowed: never, cron(minutes hours'],
    [{ rotateSchedule: "cron(0 3 31 2 ? *)" }, 'rotateSchedule is "cron(0 3 31 2 ? *)", which never comes'],
    [
      { pausedBetweenRuns: "true", rotateSchedule: "cron(45 21 1 * ? *)" },
      'pauseSchedule is "cron(0 22 * * ? *)" (UTC), within 30 minutes of rotateSchedule "cron(45 21 1 * ? *)" (UTC)',
    ],
    [
      { missedRunHours: "24" },
      'missedRunHours is "24", and schedule "cron(0 3 * * ? *)" leaves up to 24 hours between runs; allowed: 25 or more, or 0',
    ],
    [{ schedule: "cron(0 3 ? * MON-FRI *)" }, "leaves up to 72 hours between runs; allowed: 73 or more"],
    [
      { schedule: "cron(0 3 ? * 2#1 *)", missedRunHours: "168" },
      "between runs; allowed: 0 for no such alarm",
    ],
    [{ schedule: "cron(0 3 31 2 ? *)" }, 'schedule is "cron(0 3 31 2 ? *)", which never comes'],
    [{ schedule: "rate(2 days)" }, "leaves up to 48 hours between runs"],
    [
      { schedule: "rate(30 minutes)" },
      'schedule is "rate(30 minutes)", which starts a run 30 minutes after another that may take deadlineMinutes "60"',
    ],
    [{ schedule: "cron(0/15 * * * ? *)" }, "which starts a run 15 minutes after another"],
    [
      { pausedBetweenRuns: "true", pauseSchedule: "cron(30 3 * * ? *)" },
      'pauseSchedule is "cron(30 3 * * ? *)" (UTC), within 90 minutes of a run of schedule "cron(0 3 * * ? *)" (UTC)',
    ],
    // 23:30 in Zurich is 22:30 in UTC in winter, and 21:30 in summer.
    [
      { pausedBetweenRuns: "true", schedule: "cron(30 23 * * ? *)", scheduleTimezone: "Europe/Zurich" },
      "(Europe/Zurich), which may still be at work",
    ],
    [
      { protect: "false" },
      'protect is "false" in prod, where a mistake would delete the data; allowed: true',
    ],
    [
      { egress: "public" },
      'egress is "public" in prod, where the job has no public address; allowed: nat, endpoints',
    ],
    [
      { clients: '["203.0.113.7/32"]', egress: "nat" },
      "in prod, whose warehouse has no public address; allowed: []",
    ],
    [{ zones: '["use1-az1"]' }, 'zones is ["use1-az1"] with warehouse "provisioned"; allowed: 2 or more'],
    [
      { zones: '["use1-az1", "use1-az1", "use1-az2"]', warehouse: "serverless" },
      "allowed: 3 or more different zones",
    ],
    [{ zones: '["us-east-1a", "us-east-1b"]' }, "allowed: a list of ids of zones, such as use1-az1"],
    [{ sourceKeyArns: '["alias/data"]' }, "allowed: a list of ARNs of keys"],
    [{ alarmEmail: "data@example.com, nobody" }, "allowed: mail addresses with commas between them"],
    [{ nodeTyp: "ra3.large" }, 'nodeTyp is "ra3.large", and there is no such key; allowed: account, protect'],
  ])("%j", (changes, sentence) => {
    const problems = problemsWith(changes);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });

  it.each(["ref:refs/heads/main", "pull_request", "environment:*"])(
    "lets GitHub deliver from an environment and from nothing else, such as %s",
    (subject) => {
      const delivery = {
        deploySubjects: ["repo:example/dwh:environment:prod", `repo:example/dwh:${subject}`],
        previewSubjects: ["repo:example/dwh:pull_request"],
        stateBucket: "state",
        stateKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
      };
      expect(problemsWith({ delivery: JSON.stringify(delivery) })).toEqual([
        expect.stringContaining("allowed: {deploySubjects: a list of `repo:owner/name:environment:NAME`"),
      ]);
    },
  );

  it("tells all of them at once, values that are wrong and values that disagree", () => {
    const changes = { nodeType: "dc2.large", logDays: "13", schedule: "daily", cpu: "512", memory: "8192" };
    expect(problemsWith(changes).map((problem) => problem.split(" ")[0])).toEqual([
      "nodeType",
      "schedule",
      "logDays",
      "memory",
    ]);
  });

  it("tells of a wrong value once, and not again of what it would be paired with", () => {
    expect(problemsWith({ cpu: "300", memory: "8192" })).toHaveLength(1);
    expect(problemsWith({ nodes: "1", nodeType: "dc2.large" })).toHaveLength(1);
  });

  it("refuses a stack name that would not fit into names, and a region that is none", () => {
    expect(parseSettings("Prod_EU", "us-east-1", new Map(), DECLARED)).toMatchObject({
      problems: [expect.stringContaining('named "Prod_EU"')],
    });
    expect(parseSettings("prod", undefined, new Map(), DECLARED)).toMatchObject({
      problems: [expect.stringContaining("aws:region is not set")],
    });
  });
});
