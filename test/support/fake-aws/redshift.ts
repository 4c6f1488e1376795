/** Redshift's own API, as far as the job uses it: form in, XML out (the "Query" protocol). */
import { Refusal, tags, xml, type Answer, type Request, type Service } from "./answer.ts";

export interface FakeCluster {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  status: string;
  /** What becomes of it, one status for every time that it is described. */
  next: string[];
}

/** Who may log in with temporary credentials; the fake hands out the one password. */
export interface TemporaryLogin {
  readonly password: string;
  readonly expiration: Date;
}

export function fakeRedshift(clusters: Map<string, FakeCluster>, login: TemporaryLogin): Service {
  const find = (form: URLSearchParams): [string, FakeCluster] => {
    const id = form.get("ClusterIdentifier") ?? "";
    const cluster = clusters.get(id);
    if (cluster === undefined) throw new Refusal(404, "ClusterNotFound", `Cluster ${id} not found.`);
    return [id, cluster];
  };
  const credentials = (user: string): string =>
    tags({ DbUser: user, DbPassword: login.password, Expiration: login.expiration.toISOString() });
  const change = (form: URLSearchParams, from: string, during: string, to: string): string => {
    const [id, cluster] = find(form);
    if (cluster.status !== from) {
      throw new Refusal(400, "InvalidClusterState", `Cluster ${id} is ${cluster.status}, not ${from}.`);
    }
    cluster.status = during;
    cluster.next = [during, to];
    return describe(id, cluster);
  };

  const handlers: Readonly<Record<string, (form: URLSearchParams) => string>> = {
    CreateCluster: (form) => {
      const id = form.get("ClusterIdentifier") ?? "";
      const cluster = {
        host: `${id}.example.com`,
        port: Number(form.get("Port") ?? 5439),
        database: form.get("DBName") ?? "dev",
        status: "available",
        next: [],
      };
      clusters.set(id, cluster);
      return describe(id, cluster);
    },
    DescribeClusters: (form) => {
      const [id, cluster] = find(form);
      cluster.status = cluster.next.shift() ?? cluster.status;
      return `<Clusters>${describe(id, cluster)}</Clusters>`;
    },
    ResumeCluster: (form) => change(form, "paused", "resuming", "available"),
    PauseCluster: (form) => change(form, "available", "pausing", "paused"),
    GetClusterCredentials: (form) => {
      find(form);
      return credentials(`IAM:${form.get("DbUser")}`);
    },
    GetClusterCredentialsWithIAM: (form) => {
      find(form);
      return credentials("IAMR:etl-task");
    },
  };

  return {
    action: (request) => {
      const form = formOf(request);
      return form?.get("Version") === "2012-12-01" ? `redshift.${form.get("Action")}` : undefined;
    },
    answer: (action, request) => {
      const name = action.slice("redshift.".length);
      const handler = handlers[name];
      if (handler === undefined) throw new Refusal(400, "InvalidAction", `the fake does not know ${name}`);
      const result = handler(formOf(request) as URLSearchParams);
      const namespace = 'xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"';
      return answer(200, xml(`${name}Response ${namespace}`, `<${name}Result>${result}</${name}Result>`));
    },
    refuse: ({ status, code, message }) =>
      answer(
        status,
        xml("ErrorResponse", `<Error>${tags({ Type: "Sender", Code: code, Message: message })}</Error>`),
      ),
  };
}

function describe(id: string, { host, port, database, status }: FakeCluster): string {
  const facts = tags({
    ClusterIdentifier: id,
    ClusterStatus: status,
    DBName: database,
    MasterUsername: "admin",
  });
  const reachable = ["available", "paused", "resuming", "pausing"].includes(status);
  const endpoint = reachable ? `<Endpoint>${tags({ Address: host, Port: port })}</Endpoint>` : "";
  return `<Cluster>${facts}${endpoint}</Cluster>`;
}

function formOf({ headers, body }: Request): URLSearchParams | undefined {
  const isForm = (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return isForm ? new URLSearchParams(body.toString()) : undefined;
}

function answer(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/xml" }, body };
}
