/** The generated parts of docs/infrastructure.md, by the name of the mark that they stand behind. Pure. */
import type { Settings } from "../src/settings.ts";
import type { RecordedStack } from "../test/support/recorded.ts";
import { costTable } from "./costs.ts";
import { diagramOf } from "./diagram.ts";
import { keyTable, resourceTable, rightsTable } from "./tables.ts";

export interface PageFacts {
  readonly prod: RecordedStack;
  readonly dev: RecordedStack;
  /** The stacks whose costs are compared. */
  readonly stacks: Readonly<Record<string, Settings>>;
}

/** Returns the page with every generated part replaced; throws where a mark is missing. */
export function renderPage(page: string, { prod, dev, stacks }: PageFacts): string {
  const parts = {
    "diagram of prod": `\`\`\`mermaid\n${diagramOf(prod)}\n\`\`\``,
    "resources of prod": resourceTable(prod),
    "rights in dev": rightsTable(dev),
    costs: costTable(stacks),
    keys: keyTable(),
  };
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [open, close] = [`<!-- generated: ${name} -->`, "<!-- end -->"];
    const start = text.indexOf(open);
    const end = text.indexOf(close, start);
    if (start < 0 || end < 0) throw new Error(`the page has no "${open}" … "${close}"`);
    return `${text.slice(0, start)}${open}\n\n${part}\n\n${text.slice(end)}`;
  }, page);
}
