/** Turns a recorded stack into Terraform's JSON, so that the real AWS provider can judge its values. Nothing is ever applied. */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { REFERENCE, type RecordedStack } from "./recorded.ts";

interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

/** What the AWS provider knows: its resources, by type. */
export type Schema = Readonly<Record<string, { readonly block: Block }>>;

const PROVIDER = "registry.terraform.io/hashicorp/aws";

/** A folder with the AWS provider, where Terraform looks for a file-system mirror or where people put one; undefined if there is none. */
export function findMirror(): string | undefined {
  const opt = existsSync("/opt") ? readdirSync("/opt").map((name) => join("/opt", name)) : [];
  const usual = [
    join(homedir(), ".terraform.d/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const named = process.env["TERRAFORM_MIRROR"];
  return [...(named === undefined ? [] : [named]), ...usual, ...opt].find((folder) =>
    existsSync(join(folder, PROVIDER)),
  );
}

export const hasTerraform = (): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, "terraform")));

export interface Workspace {
  /** The output of a terraform command; throws with its output if it fails. */
  readonly terraform: (...args: readonly string[]) => string;
  readonly write: (path: string, json: unknown) => void;
  readonly close: () => void;
}

/** Opens a folder of its own with the provider installed from the mirror. */
export function openWorkspace(mirror: string): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "dwh-terraform-"));
  const rc = join(folder, "terraform.rc");
  writeFileSync(rc, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  const workspace: Workspace = {
    terraform: (...args) => {
      const env = { ...process.env, TF_CLI_CONFIG_FILE: rc, CHECKPOINT_DISABLE: "1" };
      const options: ExecFileSyncOptionsWithStringEncoding = {
        cwd: folder,
        env,
        encoding: "utf8",
        maxBuffer: 100_000_000,
        stdio: ["ignore", "pipe", "pipe"],
      };
      try {
        return execFileSync("terraform", args, options);
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
      }
    },
    write: (path, json) => {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(json, null, 1));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  workspace.write("main.tf.json", {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  });
  workspace.terraform("init", "-backend=false", "-input=false", "-no-color");
  return workspace;
}

export function readSchema({ terraform }: Workspace): Schema {
  const { provider_schemas: providers } = JSON.parse(terraform("providers", "schema", "-json"));
  return providers[PROVIDER].resource_schemas as Schema;
}

/** The resources of a stack as a Terraform module; throws where a name has no counterpart in the provider. */
export function toModule({ resources }: RecordedStack, schema: Schema): unknown {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { type, name, inputs } of resources) {
    if (!type.startsWith("aws:")) continue;
    const kind = kindOf(type, schema);
    const block = schema[kind]?.block ?? {};
    (resource[kind] ??= {})[name] = convertBlock(inputs, block, `${kind}.${name}`, schema);
  }
  return { terraform: { required_providers: { aws: { source: "hashicorp/aws" } } }, resource };
}

const snake = (camel: string): string => camel.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function kindOf(type: string, schema: Schema): string {
  const [, module = "", className = ""] = /^aws:([^/]+)\/[^:]+:(\w+)$/.exec(type) ?? [];
  const noun = snake(className[0]?.toLowerCase() + className.slice(1)).replace(
    "open_id_connect",
    "openid_connect",
  );
  const kind = [`aws_${module}_${noun}`, `aws_${noun}`].find((candidate) => candidate in schema);
  if (kind === undefined) throw new Error(`the provider has no resource for ${type}`);
  return kind;
}

/** Names that Pulumi gave anew. */
const RENAMED: Readonly<Record<string, string>> = {
  "aws_cloudwatch_metric_alarm.name": "alarm_name",
  "aws_sns_topic_subscription.topic": "topic_arn",
};

function nameIn(block: Block, property: string, where: string): string {
  const name = snake(property);
  const known = { ...block.attributes, ...block.block_types };
  const kind = where.split(".")[0] ?? "";
  const candidates = [
    name,
    RENAMED[`${kind}.${name}`] ?? name,
    name.replace(/ies$/, "y"),
    name.replace(/s$/, ""),
  ];
  const found = candidates.find((candidate) => candidate in known);
  if (found === undefined) throw new Error(`${where} has no ${name} in the provider`);
  return found;
}

function convertBlock(
  value: Readonly<Record<string, unknown>>,
  block: Block,
  where: string,
  schema: Schema,
): unknown {
  const converted: Record<string, unknown> = {};
  for (const [property, inner] of Object.entries(value)) {
    const name = nameIn(block, property, where);
    const nested = block.block_types?.[name]?.block;
    converted[name] =
      nested === undefined
        ? convertValue(inner, schema)
        : [inner]
            .flat()
            .map((item) => convertBlock(item as Record<string, unknown>, nested, `${where}.${name}`, schema));
  }
  return converted;
}

function convertValue(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => convertValue(item, schema));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, convertValue(inner, schema)]),
    );
  if (typeof value !== "string") return value;
  return value.replaceAll(REFERENCE, (_, type: string, name: string, property: string) => {
    const kind = kindOf(type, schema);
    const [head = "", ...rest] = property.split(/(?=[.[])/);
    // Provider 5 calls the id of the newest resources by other names.
    const attribute = head === "id" ? "id" : nameIn(schema[kind]?.block ?? {}, head, kind);
    return `\${${kind}.${name}.${attribute}${rest.join("")}}`;
  });
}
