/** From source files through steps to tables, drawn from the SQL. */
import { countOf } from "../text/amounts.ts";
import type { StepFacts, TableFacts } from "./data.ts";
import { html, type Html } from "./html.ts";
import { defineArrowHead } from "./arrow-head.ts";
import { layOutGraph, edgePath, type GraphEdge } from "./layout.ts";

const HEIGHT = 40;
/** Pixels of a letter of the name, in bold, and of the small line below, on the safe side. */
const LETTER = 8.6;
const SMALL = 6.6;

interface Node {
  readonly id: string;
  readonly kind: "source" | "step" | "table";
  readonly name: string;
  readonly below: string;
}

/** Sources, steps and tables as a graph. */
export interface Lineage {
  readonly nodes: readonly Node[];
  readonly edges: readonly GraphEdge[];
}

/** Returns which source, step and table leads to which. Schema and checks move no data and are left out. */
export function traceLineage(steps: readonly StepFacts[], tables: readonly TableFacts[]): Lineage {
  const moving = steps.filter(({ kind }) => kind === "stage" || kind === "transform");
  const nodes = new Map<string, Node>();
  const add = (kind: Node["kind"], name: string, below: string): string => {
    const id = `${kind} ${name}`;
    if (!nodes.has(id)) nodes.set(id, { id, kind, name, below });
    return id;
  };
  const table = (name: string): string => {
    const rows = tables.find(({ definition }) => definition.name === name)?.rows;
    return add("table", name, rows === undefined ? "table" : `table, ${countOf(rows, "row")}`);
  };
  const edges = moving.flatMap(({ name, kind, sources, reads, writes }) => {
    const step = add("step", name, kind === "stage" ? "staging step" : "transform step");
    return [
      ...sources.map((source) => ({ from: add("source", source, "source files"), to: step })),
      ...reads.map((read) => ({ from: table(read), to: step })),
      ...writes.map((written) => ({ from: step, to: table(written) })),
    ];
  });
  return { nodes: [...nodes.values()], edges };
}

/** Returns a drawing of the graph, from left to right. */
export function drawLineage({ nodes, edges }: Lineage): Html {
  const boxes = nodes.map(({ id, name, below }) => ({
    id,
    width: Math.ceil(Math.max(name.length * LETTER, below.length * SMALL) + 20),
    height: HEIGHT,
  }));
  const placed = layOutGraph(boxes, edges, { ranks: 26, nodes: 14 });
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="graph"
    role="img"
    style="width:${placed.width}px"
    viewBox="0 0 ${placed.width} ${placed.height}"
    aria-labelledby="lineage-title lineage-desc"
  >
    <title id="lineage-title">From source files through steps to tables</title>
    <desc id="lineage-desc">A graph from left to right. The table below holds the same as text.</desc>
    ${defineArrowHead("lineage-arrow")}
    ${placed.edges.map(({ points }) => html`<path class="edge" d="${edgePath(points)}" marker-end="url(#lineage-arrow)" />`)}
    ${nodes.map(({ id, kind, name, below }, index) => {
      const { x, y } = placed.boxes.get(id) ?? { x: 0, y: 0 };
      const width = boxes[index]?.width ?? 0;
      return html`<g transform="translate(${Math.round(x)} ${Math.round(y)})"
        ><rect
          class="box ${kind}"
          width="${width}"
          height="${HEIGHT}"
          rx="${kind === "step" ? 20 : 4}"
        /><text class="strong middle" x="${width / 2}" y="17">${name}</text
        ><text class="quiet small middle" x="${width / 2}" y="32">${below}</text></g
      > `;
    })}
  </svg>`;
}
