/**
 * The outside of `operate.sh`: Pulumi, AWS and Docker, with the state that they keep, so that a command that AWS would refuse is
 * refused here too. Git is the real one.
 */
import { AwsFault, parseWords, value, type Answer, type Call } from "./call.ts";
import { Clusters } from "./clusters.ts";
import { Docker } from "./docker.ts";
import { Images } from "./images.ts";
import { CLUSTER, LOGGING, type FakeResource } from "./program.ts";
import { Pulumi, type Provider } from "./pulumi.ts";
import { query } from "./query.ts";
import { Queues } from "./queues.ts";
import { Tasks, type Ending } from "./tasks.ts";

export class World {
  /** All that was asked, in order: program and arguments. */
  readonly calls: string[] = [];
  readonly images = new Images();
  private readonly docker = new Docker(this.images);
  readonly queues = new Queues();
  readonly secrets = new Map<string, string>();
  readonly schedules = new Map<string, string>();
  /** The family of tasks that each schedule starts. */
  private readonly starts = new Map<string, string>();
  readonly buckets = new Set<string>();
  readonly keys = new Map<string, string>();
  readonly tasks: Tasks;
  readonly pulumi: Pulumi;
  /** Set to let the next task end so, whatever it is told. */
  ending: Ending | undefined;
  private readonly regions = new Map<string, Clusters>();
  private passwords = 0;

  constructor() {
    this.tasks = new Tasks((family, command) => this.container(family, command));
    const provider: Provider = {
      apply: (step, stack, region) => this.apply(step, stack, region),
      read: (resource, region) => this.read(resource, region),
    };
    this.pulumi = new Pulumi(provider);
  }

  clusters(region = "us-east-1"): Clusters {
    const found = this.regions.get(region) ?? new Clusters(region);
    this.regions.set(region, found);
    return found;
  }

  /** The time of a schedule comes; one that is disabled lets it pass. */
  comeTo(schedule: string): void {
    const family = this.starts.get(schedule);
    if (this.schedules.get(schedule) === "ENABLED" && family !== undefined) this.tasks.start(family);
  }

  answer(call: Call): Answer {
    this.calls.push([call.program, ...call.args].join(" ").replace(/ --output json$/, ""));
    if (call.program === "pulumi") return this.pulumi.answer(call);
    if (call.program === "docker") return this.docker.answer(call);
    return this.aws(call);
  }

  /** CLI User Guide, "Return codes": 254 for what a service refuses, 253 for a configuration that lacks something. */
  private aws(call: Call): Answer {
    const words = parseWords(call.args);
    const [service = "", operation = ""] = words.words;
    const region =
      words.options.get("--region")?.[0] ?? call.env["AWS_REGION"] ?? call.env["AWS_DEFAULT_REGION"];
    if (region === undefined && !["configure", "s3", "s3api", "kms"].includes(service))
      return { code: 253, stdout: "", stderr: "\naws: [ERROR]: You must specify a region.\n" };
    try {
      const found = this.service(service, operation, words, region ?? "us-east-1");
      return { code: 0, stdout: query(found, words), stderr: "" };
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      const called = operation.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
      const told = `An error occurred (${error.code}) when calling the ${called} operation: ${error.message}`;
      return { code: 254, stdout: "", stderr: `\naws: [ERROR]: ${told}\n` };
    }
  }

  private service(
    service: string,
    operation: string,
    words: ReturnType<typeof parseWords>,
    region: string,
  ): unknown {
    switch (service) {
      case "redshift":
        if (operation === "wait")
          return this.wait(this.clusters(region), value(words, "--cluster-identifier"));
        return this.clusters(region).answer(operation, words);
      case "ecs":
        return this.tasks.answerEcs(operation, words);
      case "logs":
        return operation === "tail" ? "" : this.tasks.answerLogs(operation, words);
      case "ecr":
        return this.images.answer(operation, words);
      case "sqs":
        return this.queues.answer(operation, words);
      case "cloudwatch":
        return {
          MetricAlarms: [
            {
              AlarmName: "dwh-dev-run-failed",
              StateValue: "OK",
              StateUpdatedTimestamp: "2026-11-28T02:00:00Z",
            },
          ],
        };
      case "configure":
        return operation === "get"
          ? "us-east-1"
          : "AWS_ACCESS_KEY_ID=A\nAWS_SECRET_ACCESS_KEY=S\nAWS_SESSION_TOKEN=T";
      case "s3api":
        return this.bucket(operation, value(words, "--bucket"));
      case "s3":
        return this.copyFiles(words.words.at(-1) ?? "");
      case "kms":
        return this.key(operation, words);
      default:
        throw new Error(`there is no stand-in for aws ${service}`);
    }
  }

  /** The waiter of the CLI (`wait cluster-available`): 30 looks, and then "Max attempts exceeded". */
  private wait(clusters: Clusters, id: string): string {
    for (let look = 0; look < 30; look++) {
      const {
        Clusters: [seen],
      } = clusters.answer("describe-clusters", parseWords(["--cluster-identifier", id])) as {
        Clusters: { ClusterStatus: string }[];
      };
      if (seen?.ClusterStatus === "available") return "";
    }
    throw new AwsFault("WaiterError", "Waiter ClusterAvailable failed: Max attempts exceeded");
  }

  /** S3 API Reference, "CreateBucket": BucketAlreadyOwnedByYou the second time, outside of us-east-1. */
  private bucket(operation: string, name: string): object {
    if (operation === "create-bucket") this.buckets.add(name);
    else if (!this.buckets.has(name))
      throw new AwsFault("NoSuchBucket", "The specified bucket does not exist");
    return {};
  }

  private copyFiles(target: string): string {
    const name = target.split("/")[2] ?? "";
    if (!this.buckets.has(name)) throw new AwsFault("NoSuchBucket", "The specified bucket does not exist");
    return "";
  }

  /** KMS API Reference, "DescribeKey" and "CreateAlias": NotFoundException without one, AlreadyExistsException for a name that is taken. */
  private key(operation: string, words: ReturnType<typeof parseWords>): object {
    const Arn = "arn:aws:kms:us-east-1:123456789012:key/1";
    if (operation === "create-key") return { KeyMetadata: { Arn } };
    if (operation === "describe-key") {
      if (this.keys.size === 0) throw new AwsFault("NotFoundException", "Alias is not found.");
      return { KeyMetadata: { Arn } };
    }
    const name = value(words, "--alias-name");
    if (this.keys.has(name))
      throw new AwsFault("AlreadyExistsException", `An alias with the name ${name} exists.`);
    this.keys.set(name, value(words, "--target-key-id"));
    return {};
  }

  /** What `dwh` does in the task, as far as a stack's life depends on it: it logs in with the job's secret, and bootstrap makes that. */
  private container(family: string, command: readonly string[]): Ending {
    if (this.ending !== undefined) return this.ending;
    const name = family.replace(/-(?:bootstrap|rotate)$/, "");
    const secret = `${name}/job`;
    const cluster = this.clusters().byId.get(name);
    const done = (exitCode: number, message: string): Ending => ({
      exitCode,
      stoppedReason: "Essential container in task exited",
      log: ['{"message":"starting"}', JSON.stringify({ message })],
    });
    if (cluster === undefined) return done(5, "there is no cluster");
    if (command[0] === "bootstrap") {
      const works = cluster.jobPassword !== undefined && cluster.jobPassword === this.secrets.get(secret);
      if (!works || command.includes("--rotate")) {
        cluster.jobPassword = `password${++this.passwords}`;
        this.secrets.set(secret, cluster.jobPassword);
      }
      const group = command[command.indexOf("--readers") + 1];
      if (command.includes("--readers") && group !== undefined) cluster.readers.push(group);
      return done(0, "the job's user is made");
    }
    if (cluster.jobPassword === undefined || cluster.jobPassword !== this.secrets.get(secret))
      return done(5, "password authentication failed");
    return done(0, "run finished");
  }

  private apply({ op, resource }: Parameters<Provider["apply"]>[0], _stack: string, region: string): void {
    const { type, inputs } = resource;
    const clusters = this.clusters(region);
    const name = inputs["name"] ?? "";
    const isThere = op !== "delete";
    if (op === "same") return;
    if (type === CLUSTER) this.applyCluster(clusters, op, inputs);
    if (type === LOGGING) clusters.findAvailable(inputs["clusterIdentifier"] ?? "").logging = isThere;
    if (type === "aws:ecr/repository:Repository") {
      if (op === "create") this.images.repositories.set(name, []);
      if (op === "delete") this.images.repositories.delete(name);
    }
    if (type === "aws:s3/bucket:Bucket" && op === "create") this.buckets.add(inputs["bucket"] ?? "");
    if (type === "aws:sqs/queue:Queue" && op === "create") this.queues.byName.set(name, []);
    if (type === "aws:ecs/taskDefinition:TaskDefinition") {
      if (isThere) this.tasks.definitions.set(inputs["family"] ?? "", inputs["image"] ?? "");
      else this.tasks.definitions.delete(inputs["family"] ?? "");
    }
    if (type === "aws:scheduler/schedule:Schedule") {
      if (isThere) this.schedules.set(name, inputs["state"] ?? "");
      else this.schedules.delete(name);
      this.starts.set(name, inputs["starts"] ?? "");
    }
  }

  private applyCluster(clusters: Clusters, op: string, inputs: FakeResource["inputs"]): void {
    const id = inputs["clusterIdentifier"] ?? "";
    const [nodes, nodeType] = [Number(inputs["numberOfNodes"] ?? "1"), inputs["nodeType"] ?? ""] as const;
    const track = inputs["maintenanceTrackName"] ?? "current";
    if (op === "create") clusters.create(id, nodes, nodeType).track = track;
    else {
      const cluster = clusters.findAvailable(id);
      if (op === "delete") clusters.byId.delete(id);
      else {
        [cluster.nodes, cluster.nodeType] = [nodes, nodeType];
        clusters.changeTrack(cluster, track);
      }
    }
  }

  /**
   * The provider asks for the nodes that are listed, and takes a paused cluster of two, which lists none, for a single node
   * (`resourceClusterRead` in internal/service/redshift/cluster.go; hashicorp/terraform-provider-aws#20944).
   */
  private read(resource: FakeResource, region: string): FakeResource | undefined {
    const { type, inputs } = resource;
    if (type !== CLUSTER && type !== LOGGING) return resource;
    const cluster = this.clusters(region).byId.get(inputs["clusterIdentifier"] ?? "");
    if (cluster === undefined) return undefined;
    if (type === LOGGING) return cluster.logging ? resource : undefined;
    // No page says what is listed on the way there and back; it is taken for as little.
    const isMany = cluster.nodes > 1 && !/^(?:paused|pausing|resuming)$/.test(cluster.status);
    const { numberOfNodes: _, ...rest } = inputs;
    const seen = {
      ...rest,
      nodeType: cluster.nodeType,
      maintenanceTrackName: cluster.track,
      clusterType: isMany ? "multi-node" : "single-node",
      ...(cluster.nodes > 1 ? { numberOfNodes: String(cluster.nodes) } : {}),
    };
    return { ...resource, inputs: seen };
  }
}
