/** `Pulumi.<stack>.yaml`, line by line, as `pulumi config` and `pulumi stack init` change it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const PROJECT = "sparkify-dwh";

/** A key without a namespace is the project's (Pulumi, "Configuration"). */
const full = (key: string): string => (key.includes(":") ? key : `${PROJECT}:${key}`);

const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : ["config:"];

/** The texts of the file, by key without the project's name. */
export function readStackFile(path: string): Map<string, string> {
  const found = linesOf(path).flatMap((line) => {
    const [, key, text] = /^ {2}([\w-]+:[\w-]+): (.*)$/.exec(line) ?? [];
    return key === undefined || text === undefined
      ? []
      : [[key.replace(`${PROJECT}:`, ""), text.replaceAll(/^"|"$/g, "")] as const];
  });
  return new Map(found);
}

/** `pulumi config set`: the file is written anew with the value in it ("pulumi config set"). */
export function setInStackFile(path: string, key: string, text: string): void {
  const lines = linesOf(path);
  const line = `  ${full(key)}: ${/^(?:true|false|\d+)$/.test(text) ? JSON.stringify(text) : text}`;
  const at = lines.findIndex((one) => one.startsWith(`  ${full(key)}: `));
  if (at === -1) lines.push(line);
  else lines[at] = line;
  writeFileSync(path, `${lines.join("\n")}\n`);
}

/** `pulumi config set --path a.b[0] text`: a value inside of a map or of a list in it ("pulumi config set"). */
export function setInsideOfStackFile(path: string, where: string, text: string): void {
  const [, key = "", name = "", index] = /^(\w+)\.(\w+)(?:\[(\d+)\])?$/.exec(where) ?? [];
  const map = JSON.parse(readStackFile(path).get(key) ?? "{}") as Record<string, unknown>;
  if (index === undefined) map[name] = text;
  else {
    const list = Array.isArray(map[name]) ? map[name] : [];
    list[Number(index)] = text;
    map[name] = list;
  }
  setInStackFile(path, key, JSON.stringify(map));
}

/** `pulumi stack init --secrets-provider`: the provider and its encrypted key stand in front ("pulumi stack init"). */
export function beginStackFile(path: string, secretsProvider: string): void {
  const lines = linesOf(path);
  writeFileSync(
    path,
    `${[`secretsprovider: ${secretsProvider}`, "encryptedkey: AQICAHg=", ...lines].join("\n")}\n`,
  );
}
