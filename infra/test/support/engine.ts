import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { startChild } from "../../../test/support/children.ts";

const require = createRequire(import.meta.url);
// Pulumi's own generated services, and the gRPC that they are made for.
const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js");
const engineMessages = require("@pulumi/pulumi/proto/engine_pb.js");
const engineServices = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
const resourceMessages = require("@pulumi/pulumi/proto/resource_pb.js");
const resourceServices = require("@pulumi/pulumi/proto/resource_grpc_pb.js");
const providerMessages = require("@pulumi/pulumi/proto/provider_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

export interface Launched {
  readonly exitCode: number | null;
  /** What the engine was told, by severity: 1 info, 2 warning, 3 error. */
  readonly messages: readonly { readonly severity: number; readonly text: string }[];
  /** The types of the resources that were asked for. */
  readonly registered: readonly string[];
  /** The names of the stack's outputs. */
  readonly outputs: readonly string[];
  readonly stderr: string;
}

/** Runs `index.ts` by the launcher that `pulumi up` uses, against an engine that only listens. */
export async function launch(stack: string, config: Readonly<Record<string, string>>): Promise<Launched> {
  const messages: { severity: number; text: string }[] = [];
  const registered: string[] = [];
  let outputs: string[] = [];
  let root = "";
  type Call = { request: any };
  type Answer = (error: null, response: unknown) => void;
  const server = new grpc.Server();
  server.addService(engineServices.EngineService, {
    log: ({ request }: Call, answer: Answer) => {
      messages.push({ severity: request.getSeverity(), text: request.getMessage() });
      answer(null, new Empty());
    },
    getRootResource: (_: Call, answer: Answer) => {
      const response = new engineMessages.GetRootResourceResponse();
      response.setUrn(root);
      answer(null, response);
    },
    setRootResource: ({ request }: Call, answer: Answer) => {
      root = request.getUrn();
      answer(null, new engineMessages.SetRootResourceResponse());
    },
  });
  server.addService(resourceServices.ResourceMonitorService, {
    supportsFeature: (_: Call, answer: Answer) => {
      const response = new resourceMessages.SupportsFeatureResponse();
      response.setHassupport(false);
      answer(null, response);
    },
    registerResource: ({ request }: Call, answer: Answer) => {
      registered.push(request.getType());
      const response = new resourceMessages.RegisterResourceResponse();
      response.setUrn(`urn:pulumi:${stack}::sparkify-dwh::${request.getType()}::${request.getName()}`);
      response.setId(`${request.getName()}-id`);
      response.setObject(request.getObject());
      answer(null, response);
    },
    registerResourceOutputs: ({ request }: Call, answer: Answer) => {
      if (String(request.getUrn()).includes("pulumi:pulumi:Stack"))
        outputs = Object.keys(request.getOutputs().toJavaScript());
      answer(null, new Empty());
    },
    invoke: (_: Call, answer: Answer) => {
      const response = new providerMessages.InvokeResponse();
      response.setReturn(
        Struct.fromJavaScript({
          accountId: "123456789012",
          names: ["us-east-1a", "us-east-1b", "us-east-1c"],
          zoneIds: ["use1-az1", "use1-az2", "use1-az4"],
        }),
      );
      answer(null, response);
    },
    signalAndWaitForShutdown: (_: Call, answer: Answer) => answer(null, new Empty()),
  });
  const port = await new Promise<number>((done, failed) => {
    server.bindAsync(
      "127.0.0.1:0",
      grpc.ServerCredentials.createInsecure(),
      (error: Error | null, bound: number) => (error === null ? done(bound) : failed(error)),
    );
  });
  const address = `127.0.0.1:${port}`;
  const folder = fileURLToPath(new URL("../..", import.meta.url));
  const launcher = require.resolve("@pulumi/pulumi/cmd/run");
  const { code: exitCode, stderr } = await startChild(
    process.execPath,
    // The node arguments are those of Pulumi.yaml.
    [
      "--import",
      "tsx",
      launcher,
      `--monitor=${address}`,
      `--engine=${address}`,
      "--project=sparkify-dwh",
      `--stack=${stack}`,
    ].concat([`--pwd=${folder}`, "--dry-run=true", "--parallel=4", "."]),
    {
      cwd: folder,
      env: { ...process.env, PULUMI_CONFIG: JSON.stringify(config), PULUMI_NODEJS_TYPESCRIPT: "false" },
    },
  );
  server.forceShutdown();
  return { exitCode, messages, registered, outputs, stderr };
}
