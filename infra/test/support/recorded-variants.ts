import { recordStack, type RecordedStack } from "./recorded.ts";
import { VARIANTS } from "./variants.ts";

/** Files of tests that run in one process share what they record; nobody changes it. */
const recorded = new Map<string, RecordedStack>();

/** Records these variants, unless that was done before, and returns what finds one of them by its name. */
export async function recordVariants(...names: readonly string[]): Promise<(name: string) => RecordedStack> {
  for (const name of names) {
    const settings = VARIANTS[name];
    if (settings === undefined) throw new Error(`there is no variant ${name}`);
    if (!recorded.has(name)) recorded.set(name, await recordStack(settings));
  }
  return (name) => {
    const stack = recorded.get(name);
    if (stack === undefined || !names.includes(name)) throw new Error(`${name} is not recorded here`);
    return stack;
  };
}
