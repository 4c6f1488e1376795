import { recordStack, type RecordedStack } from "./recorded.ts";
import { VARIANTS } from "./variants.ts";

/** Records these variants, and returns what finds one of them by its name. */
export async function recordVariants(...names: readonly string[]): Promise<(name: string) => RecordedStack> {
  const stacks = new Map<string, RecordedStack>();
  for (const name of names) {
    const settings = VARIANTS[name];
    if (settings === undefined) throw new Error(`there is no variant ${name}`);
    stacks.set(name, await recordStack(settings));
  }
  return (name) => {
    const stack = stacks.get(name);
    if (stack === undefined) throw new Error(`${name} is not recorded here`);
    return stack;
  };
}
