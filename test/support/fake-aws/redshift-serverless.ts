/** Redshift Serverless' API, as far as the job uses it: JSON 1.1, the action in a header. */
import { Refusal, type Answer, type Service } from "./answer.ts";
import type { TemporaryLogin } from "./redshift.ts";

const TARGET = "RedshiftServerless.";

export interface FakeWorkgroup {
  /** Undefined while it is made. */
  readonly host: string | undefined;
  readonly port: number;
  /** The databases that credentials are given for. */
  readonly databases: readonly string[];
}

/** The identity that asks is one role, as in `GetClusterCredentialsWithIAM`. */
export function fakeRedshiftServerless(
  workgroups: Map<string, FakeWorkgroup>,
  login: TemporaryLogin,
): Service {
  const find = (name: unknown): FakeWorkgroup => {
    const workgroup = workgroups.get(String(name));
    if (workgroup === undefined)
      throw new Refusal(400, "ResourceNotFoundException", `The workgroup ${String(name)} does not exist.`);
    return workgroup;
  };
  return {
    action: ({ headers }) => {
      const target = String(headers["x-amz-target"] ?? "");
      return target.startsWith(TARGET) ? `redshift-serverless.${target.slice(TARGET.length)}` : undefined;
    },
    answer: (action, request) => {
      const input = JSON.parse(request.body.toString()) as Record<string, unknown>;
      const workgroup = find(input["workgroupName"]);
      switch (action) {
        case "redshift-serverless.GetWorkgroup": {
          const { host: address, port } = workgroup;
          const endpoint = address === undefined ? {} : { endpoint: { address, port } };
          return json({ workgroup: { workgroupName: input["workgroupName"], ...endpoint } });
        }
        case "redshift-serverless.GetCredentials": {
          const seconds = Number(input["durationSeconds"] ?? 900);
          if (seconds < 900 || seconds > 3600)
            throw new Refusal(400, "ValidationException", "durationSeconds is 900 to 3600");
          if (!workgroup.databases.includes(String(input["dbName"])))
            throw new Refusal(400, "AccessDeniedException", `no credentials for ${String(input["dbName"])}`);
          const expiration = login.expiration.getTime() / 1000;
          return json({ dbUser: "IAMR:etl-task", dbPassword: login.password, expiration });
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
