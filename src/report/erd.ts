/** The entity relationship diagram, drawn from the DDL. */
import { sayRowCount } from "./row-count.ts";
import type { TableDefinition } from "../dialect/table-definition.ts";
import type { ColumnType } from "../dialect/types.ts";
import { countOf } from "../text/amounts.ts";
import type { TableFacts } from "./data.ts";
import { html, type Html } from "./html.ts";
import { defineArrowHead } from "./arrow-head.ts";
import { layOutGraph, edgePath, type GraphBox, type GraphEdge } from "./layout.ts";

const LINE = 17;
const HEAD = 44;
const LETTER = 6.7;
const PADDING = 10;
const GAP = 24;

interface Line {
  readonly name: string;
  readonly marks: string;
  readonly type: string;
}

/** Returns the marks of a column: PK, FK, UK, DK (dist key), SK (sort key, with its place). */
export function keyMarksOf(table: TableDefinition, column: string): readonly string[] {
  const place = table.sortKey.indexOf(column);
  return [
    ...(table.primaryKey.includes(column) ? ["PK"] : []),
    ...(table.foreignKeys.some(({ columns }) => columns.includes(column)) ? ["FK"] : []),
    ...(table.uniqueKeys.some((key) => key.includes(column)) ? ["UK"] : []),
    ...(table.distKey === column ? ["DK"] : []),
    ...(place === -1 ? [] : [table.sortKey.length > 1 ? `SK${place + 1}` : "SK"]),
  ];
}

/** Returns how the rows are spread over the nodes, and sorted, in words. */
export function describeStorage({ distStyle, distKey, sortKey, sortStyle }: TableDefinition): string {
  const spread = {
    auto: "spread as Redshift sees fit",
    even: "spread evenly",
    all: "a copy on every node",
    key: `spread by ${distKey ?? ""}`,
  }[distStyle];
  const sorted =
    sortKey.length === 0
      ? sortStyle === "auto"
        ? "no sort key"
        : "not sorted"
      : `sorted by ${sortKey.join(", ")}${sortStyle === "interleaved" ? " (interleaved)" : ""}`;
  return `${spread}, ${sorted}`;
}

/** Returns a type as the DDL has it: `varchar(64)`. */
export function formatDataType(type: ColumnType): string {
  if ("length" in type) return `${type.name}(${type.length})`;
  return "precision" in type ? `${type.name}(${type.precision}, ${type.scale})` : type.name;
}

/** Returns the tables that foreign keys tie to one another, and those without any. */
export function splitByKeys(tables: readonly TableFacts[]): {
  readonly tied: readonly TableFacts[];
  readonly alone: readonly TableFacts[];
} {
  const names = new Set(tables.map(({ definition }) => definition.name));
  const ends = edgesOf(tables).filter(({ to }) => names.has(to));
  const tied = new Set(ends.flatMap(({ from, to }) => [from, to]));
  return {
    tied: tables.filter(({ definition }) => tied.has(definition.name)),
    alone: tables.filter(({ definition }) => !tied.has(definition.name)),
  };
}

/** One edge between two tables, however many keys they share. */
function edgesOf(tables: readonly TableFacts[]): readonly GraphEdge[] {
  const references: readonly GraphEdge[] = tables.flatMap(({ definition }) =>
    definition.foreignKeys.map(({ table }) => ({ from: definition.name, to: table })),
  );
  return references.filter(
    (edge, index) =>
      references.findIndex((other) => other.from === edge.from && other.to === edge.to) === index,
  );
}

/** Returns a drawing of all tables: those with foreign keys between them as a graph, the others in rows below. */
export function drawErd(
  tables: readonly TableFacts[],
  mark = "erd",
  title = "The tables and their keys",
): Html {
  const boxes = tables.map(boxOf);
  const edges = edgesOf(tables);
  const tied = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const graph = layOutGraph(
    boxes.filter(({ id }) => tied.has(id)),
    edges,
    { ranks: 56, nodes: 20 },
  );
  const rest = inRows(
    boxes.filter(({ id }) => !tied.has(id)),
    Math.max(graph.width, 1060),
    graph.height + GAP,
  );
  const width = Math.max(graph.width, rest.width);
  const corners = new Map([...graph.boxes, ...rest.boxes]);
  const facts = new Map(tables.map((table) => [table.definition.name, table]));
  const description = edges.map(({ from, to }) => `${from} refers to ${to}`).join("; ");
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="graph"
    role="img"
    style="width:${width}px"
    viewBox="0 0 ${width} ${rest.height}"
    aria-labelledby="${mark}-title ${mark}-desc"
  >
    <title id="${mark}-title">${title}</title>
    <desc id="${mark}-desc">
      ${countOf(tables.length, "table")}. ${description}. The data dictionary below holds the same as text.
    </desc>
    ${defineArrowHead(`${mark}-arrow`)}
    ${graph.edges.map(({ points }) => html`<path class="edge" d="${edgePath(points)}" marker-end="url(#${mark}-arrow)" />`)}
    ${boxes.map((box) => {
      const { x, y } = corners.get(box.id) ?? { x: 0, y: 0 };
      const table = facts.get(box.id);
      return table === undefined ? undefined : drawTable(table, box, x, y);
    })}
  </svg>`;
}

function boxOf({ definition, rows, held, refused }: TableFacts): GraphBox {
  const lines = linesOf(definition);
  const longest = Math.max(
    ...lines.map(({ name, marks, type }) => name.length + marks.length + type.length + 4),
    definition.name.length * 1.2 + sayRowCount({ rows, held, refused }).length + 4,
    describeStorage(definition).length * 0.95,
  );
  return {
    id: definition.name,
    width: Math.ceil(longest * LETTER + 2 * PADDING),
    height: HEAD + lines.length * LINE + 8,
  };
}

function linesOf(table: TableDefinition): readonly Line[] {
  return table.columns.map(({ name, type }) => ({
    name,
    marks: keyMarksOf(table, name).join(" "),
    type: formatDataType(type),
  }));
}

function drawTable(
  { definition, rows, held, refused }: TableFacts,
  box: GraphBox,
  x: number,
  y: number,
): Html {
  const right = box.width - PADDING;
  return html`<g transform="translate(${Math.round(x)} ${Math.round(y)})"
    ><rect class="box" width="${box.width}" height="${box.height}" rx="5" /><path
      class="rule"
      d="M0 ${HEAD}H${box.width}"
    />
    <text class="strong" x="${PADDING}" y="18">${definition.name}</text
    ><text class="quiet end" x="${right}" y="18">${sayRowCount({ rows, held, refused })}</text>
    <text class="quiet small" x="${PADDING}" y="35">${describeStorage(definition)}</text>
    ${linesOf(definition).map(({ name, marks, type }, index) => {
      const at = HEAD + LINE * (index + 1) - 2;
      return html`<text x="${PADDING}" y="${at}">${name}<tspan class="mark"> ${marks}</tspan></text
        ><text class="quiet end" x="${right}" y="${at}">${type}</text>`;
    })}</g
  > `;
}

/** Puts boxes side by side, and below each other where they would be wider than `width`. */
function inRows(
  boxes: readonly GraphBox[],
  width: number,
  top: number,
): {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, { x: number; y: number }>;
} {
  const corners = new Map<string, { x: number; y: number }>();
  let x = 8;
  let y = top;
  let rowHeight = 0;
  let widest = 0;
  for (const box of boxes) {
    if (x > 8 && x + box.width > width) {
      y += rowHeight + GAP;
      x = 8;
      rowHeight = 0;
    }
    corners.set(box.id, { x, y });
    x += box.width + GAP;
    widest = Math.max(widest, x - GAP + 8);
    rowHeight = Math.max(rowHeight, box.height);
  }
  return { width: widest, height: y + rowHeight + 8, boxes: corners };
}
