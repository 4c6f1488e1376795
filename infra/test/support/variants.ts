import { readFileSync } from "node:fs";
import { DECLARED } from "../../src/source-keys.ts";
import { parseSettings } from "../../src/parse-settings.ts";
import type { Settings } from "../../src/settings.ts";

export const IMAGE = `123456789012.dkr.ecr.us-east-1.amazonaws.com/dwh-dev@sha256:${"ab".repeat(32)}`;

const DELIVERY = JSON.stringify({
  deploySubjects: [
    "repo:example/sparkify-dwh:environment:dev",
    "repo:example@1/sparkify-dwh@2:environment:dev",
  ],
  previewSubjects: ["repo:example/sparkify-dwh:environment:preview"],
  driftSubjects: ["repo:example/sparkify-dwh:environment:drift-dev"],
  stateBucket: "example-pulumi-state",
  stateKeyArn: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000",
});

/** The texts of a stack's committed configuration, by key; `Pulumi.<stack>.yaml` holds one `name: value` a line. */
export function committed(stack: "dev" | "prod"): Map<string, string> {
  const text = readFileSync(new URL(`../../Pulumi.${stack}.yaml`, import.meta.url), "utf8");
  const lines = [...text.matchAll(/^ {2}sparkify-dwh:(\w+): "?([^"\n]*)"?$/gm)];
  return new Map(lines.map(([, key = "", value = ""]) => [key, value]));
}

/** The settings of a committed stack with some keys changed; fails on the first mistake. */
export function settingsOf(stack: "dev" | "prod", changes: Record<string, string> = {}): Settings {
  const parsed = parseSettings(
    stack,
    "us-east-1",
    new Map([...committed(stack), ...Object.entries(changes)]),
    DECLARED,
  );
  if (parsed.kind === "problems") throw new Error(parsed.problems.join("\n"));
  return parsed.settings;
}

const running = { image: IMAGE, delivery: DELIVERY, alarmEmail: "data@example.com" };

/** Every variant that the program knows, by name. */
export const VARIANTS: Readonly<Record<string, Settings>> = {
  "dev before its first image": settingsOf("dev"),
  dev: settingsOf("dev", running),
  "dev on Serverless": settingsOf("dev", { ...running, warehouse: "serverless" }),
  "dev open to a client": settingsOf("dev", { ...running, clients: '["203.0.113.7/32"]' }),
  "dev always on": settingsOf("dev", { ...running, pausedBetweenRuns: "false", scheduleEnabled: "true" }),
  prod: settingsOf("prod", running),
  "prod behind a NAT": settingsOf("prod", {
    ...running,
    egress: "nat",
    events: "s3://example-events/log_data",
    songs: "s3://example-songs/song_data",
    eventsJsonpaths: "s3://example-events/log_json_path.json",
    sourceKeyArns: '["arn:aws:kms:eu-west-1:210987654321:key/11111111-1111-1111-1111-111111111111"]',
    zones: '["use1-az4", "use1-az6"]',
  }),
  "prod paused between runs": settingsOf("prod", { ...running, pausedBetweenRuns: "true" }),
  "prod on Serverless": settingsOf("prod", { ...running, warehouse: "serverless" }),
};
