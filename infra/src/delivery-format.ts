/** How the configuration says whom GitHub may let in. Pure. */
import { parseJson, type Format } from "./formats.ts";
import type { DeliverySettings } from "./settings.ts";

const isText = (value: unknown, pattern: RegExp): value is string =>
  typeof value === "string" && pattern.test(value);

const subjects = (value: unknown, pattern: RegExp): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => isText(item, pattern));

/** Only an environment can ask for a branch and for reviewers; any other subject would be a way around both. */
const OF_ENVIRONMENT = /^repo:[^*?:]+:environment:[\w.-]+$/;

/** Whom GitHub may let in, as JSON. */
export const delivery: Format<DeliverySettings> = {
  allowed:
    "{deploySubjects: a list of `repo:owner/name:environment:NAME`, previewSubjects: a list of `repo:owner/name:…`, both without wildcards, stateBucket, stateKeyArn, and perhaps driftSubjects, as deploySubjects, and oidcProviderArn}",
  parse: (text) => {
    const {
      deploySubjects,
      previewSubjects,
      driftSubjects,
      stateBucket,
      stateKeyArn,
      oidcProviderArn,
      ...more
    } = (parseJson(text) ?? {}) as Record<string, unknown>;
    if (!subjects(deploySubjects, OF_ENVIRONMENT) || !subjects(previewSubjects, /^repo:[^*?]+$/))
      return undefined;
    if (driftSubjects !== undefined && !subjects(driftSubjects, OF_ENVIRONMENT)) return undefined;
    if (Object.keys(more).length > 0) return undefined;
    if (typeof stateBucket !== "string" || !isText(stateKeyArn, /^arn:aws:kms:\S+:key\/\S+$/))
      return undefined;
    if (oidcProviderArn !== undefined && !isText(oidcProviderArn, /^arn:aws:iam::\d{12}:oidc-provider\/\S+$/))
      return undefined;
    return {
      deploySubjects,
      previewSubjects,
      driftSubjects: driftSubjects ?? [],
      stateBucket,
      stateKeyArn,
      oidcProviderArn,
    };
  },
};
