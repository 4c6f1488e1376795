import type { Recorded, RecordedStack } from "./recorded.ts";

/** The resources of a class, such as `redshift.Cluster`. */
export function all({ resources }: RecordedStack, kind: string): readonly Recorded[] {
  const [module = "", className = ""] = kind.split(".");
  return resources.filter(({ type }) => type.startsWith(`aws:${module}/`) && type.endsWith(`:${className}`));
}

/** The inputs of the only resource of a class, or of the one with this name. */
export function one(stack: RecordedStack, kind: string, name?: string): Recorded["inputs"] {
  const found = all(stack, kind).filter((resource) => name === undefined || resource.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources are ${kind} ${name ?? ""}`);
  return found[0]?.inputs ?? {};
}

/** A reference to a property of a resource, as the mocks write it. */
export const ref = (type: string, name: string, property: string): string =>
  `\${${type}::${name}::${property}}`;
