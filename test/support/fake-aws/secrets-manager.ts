/** Secrets Manager, as far as the job uses it: JSON 1.1, the action in a header. */
import { Refusal, type Answer, type Service } from "./answer.ts";

const TARGET = "secretsmanager.";

/** Secrets by name; undefined is a secret that has no value yet. */
export type Secrets = Map<string, string | undefined>;

export function fakeSecretsManager(secrets: Secrets): Service {
  const find = (id: string): string => {
    const name = [...secrets.keys()].find((known) => id === known || id === arnOf(known));
    if (name === undefined) {
      throw new Refusal(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    return name;
  };
  return {
    action: ({ headers }) => {
      const target = String(headers["x-amz-target"] ?? "");
      return target.startsWith(TARGET) ? `secretsmanager.${target.slice(TARGET.length)}` : undefined;
    },
    answer: (action, request) => {
      const input = JSON.parse(request.body.toString()) as Record<string, string>;
      switch (action) {
        case "secretsmanager.CreateSecret": {
          secrets.set(input["Name"] ?? "", input["SecretString"]);
          return json({ Name: input["Name"], ARN: arnOf(input["Name"] ?? ""), VersionId: "1" });
        }
        case "secretsmanager.GetSecretValue": {
          const name = find(input["SecretId"] ?? "");
          const value = secrets.get(name);
          if (value === undefined) {
            throw new Refusal(
              400,
              "ResourceNotFoundException",
              "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
            );
          }
          return json({
            Name: name,
            ARN: arnOf(name),
            VersionId: "1",
            SecretString: value,
            CreatedDate: 1_700_000_000,
          });
        }
        case "secretsmanager.PutSecretValue": {
          const name = find(input["SecretId"] ?? "");
          secrets.set(name, input["SecretString"]);
          return json({ Name: name, ARN: arnOf(name), VersionId: input["ClientRequestToken"] ?? "2" });
        }
        default:
          throw new Refusal(400, "UnknownOperationException", `the fake does not know ${action}`);
      }
    },
    refuse: ({ status, code, message }) => json({ __type: code, message }, status),
  };
}

function json(value: object, status = 200): Answer {
  return { status, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(value) };
}

function arnOf(name: string): string {
  return `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-a1b2c3`;
}
