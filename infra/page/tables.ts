/** The tables of docs/infrastructure.md that the program itself knows best. Pure. */
import { KEYS, type Key } from "../src/keys.ts";
import { DECLARED, sourceKeys } from "../src/source-keys.ts";
import { REFERENCE, type RecordedStack } from "../test/support/recorded.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");

/** What is created: component by component, the kinds of resources in it. */
export function resourceTable({ resources }: RecordedStack): string {
  const components = new Map<string, Set<string>>();
  for (const { type, component } of resources) {
    if (!type.startsWith("aws:")) continue;
    const kind = type.replace(/^aws:(\w+)\/\w+:(\w+)$/, "$1.$2");
    components.set(component, (components.get(component) ?? new Set()).add(kind));
  }
  const rows = [...components].sort(([a], [b]) => a.localeCompare(b));
  return table(
    ["component", "resources"],
    rows.map(([component, kinds]) => [component, [...kinds].sort().join(", ")]),
  );
}

/** Who may do what: every role, who may take it, and each of its statements. */
export function rightsTable({ resources }: RecordedStack): string {
  const rows = resources
    .filter(({ type }) => type.endsWith(":Role"))
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(({ name, inputs }) => {
      const policies = resources.filter(
        (resource) => resource.type.endsWith(":RolePolicy") && resource.name === name,
      );
      const statements = policies.flatMap((policy) => JSON.parse(policy.inputs["policy"]).Statement as any[]);
      const [{ Principal }] = JSON.parse(inputs["assumeRolePolicy"]).Statement;
      return statements.map(({ Action, Resource, Condition }, index) => [
        index === 0 ? `**${name.split("-").at(-1)}**, taken by ${takerOf(Principal)}` : "",
        (Action as string[]).map((action) => `\`${action}\``).join(" "),
        [(Resource as string[]).map(readable).join(", "), ...conditionOf(Condition)].join("; "),
      ]);
    });
  return table(["role", "may", "on"], rows);
}

function takerOf(principal: Record<string, string | readonly string[]>): string {
  if (principal["Federated"] !== undefined) return "GitHub";
  return [principal["Service"]]
    .flat()
    .map((service) => `\`${service}\``)
    .join(", ");
}

function conditionOf(condition: Record<string, Record<string, unknown>> | undefined): readonly string[] {
  return Object.values(condition ?? {}).flatMap((keys) =>
    Object.entries(keys).map(
      ([key, value]) =>
        `only \`${key}\` ${[value]
          .flat()
          .map((one) => readable(String(one)))
          .join(", ")}`,
    ),
  );
}

/** A resource's ARN as a person says it. */
function readable(text: string): string {
  if (text === "*") return "everything, since AWS knows no narrower";
  const short = text
    .replaceAll(REFERENCE, (_, type: string, name: string, property: string) => {
      const kind = type.replace(/^aws:(\w+)\/\w+:(\w+)$/, "$1 $2").toLowerCase();
      const what = kind.startsWith("s3")
        ? "bucket"
        : kind.startsWith("iam")
          ? `role ${name.split("-").at(-1)}`
          : `${kind} ${name}`;
      return property.includes("SecretArn") ? "the administrator's secret" : what;
    })
    .replace(/^arn:aws:s3:::/, "")
    .replaceAll(/arn:aws:(\w+):[\w-]*:\d*:/g, "$1 ");
  return `\`${short}\``;
}

/** Every key of the configuration. */
export function keyTable(): string {
  const keys: Readonly<Record<string, Key<unknown>>> = { ...KEYS, ...sourceKeys(DECLARED) };
  const rows = Object.entries(keys).map(([name, { doc, format, otherwise }]) => [
    `\`${name}\``,
    doc,
    format.allowed,
    otherwise === null ? "" : `\`${otherwise}\``,
  ]);
  return table(["key", "what it says", "allowed", "default"], rows);
}
