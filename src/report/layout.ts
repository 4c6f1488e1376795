/** Where the boxes and lines of a graph go; laid out by dagre. */
import { Graph, layout } from "@dagrejs/dagre";

/** A box to be placed; pixels. */
export interface GraphBox {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** A line from one box to another, by their ids. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything is, and how large the drawing is; pixels. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** The upper left corner of every box. */
  readonly boxes: ReadonlyMap<string, Point>;
  readonly edges: readonly { readonly edge: GraphEdge; readonly points: readonly Point[] }[];
}

/**
 * Returns the places of boxes and lines, from left to right. Edges that begin or end at no box are left out. `gap` is
 * in pixels.
 */
export function layOutGraph(
  boxes: readonly GraphBox[],
  edges: readonly GraphEdge[],
  gap: { readonly ranks: number; readonly nodes: number },
): GraphLayout {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", ranksep: gap.ranks, nodesep: gap.nodes, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  const drawn = edges.filter(({ from, to }) => graph.hasNode(from) && graph.hasNode(to) && from !== to);
  for (const { from, to } of drawn) graph.setEdge(from, to);
  if (boxes.length > 0) layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const corners = new Map(
    boxes.map(({ id }) => {
      const node = graph.node(id) as { x: number; y: number; width: number; height: number };
      return [id, { x: node.x - node.width / 2, y: node.y - node.height / 2 }];
    }),
  );
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: corners,
    edges: drawn.map((edge) => ({
      edge,
      points: (graph.edge(edge.from, edge.to) as { points: Point[] }).points,
    })),
  };
}

/** Returns the path of an edge for the attribute `d`: through its points, bent softly; empty without a point. */
export function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const round = ({ x, y }: Point): string => `${Math.round(x)} ${Math.round(y)}`;
  let path = `M${round(first)}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    const previous = rest[index - 1] ?? first;
    if (next === undefined) path += `L${round(point)}`;
    else {
      const near = (to: Point): Point => ({
        x: point.x + (to.x - point.x) * 0.3,
        y: point.y + (to.y - point.y) * 0.3,
      });
      path += `L${round(near(previous))}Q${round(point)} ${round(near(next))}`;
    }
  });
  return path;
}
