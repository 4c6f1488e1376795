import { describe, expect, it } from "vitest";
import { drawErd, keyMarksOf, formatDataType, describeStorage, splitByKeys } from "../../src/report/erd.ts";
import { layOutGraph, edgePath } from "../../src/report/layout.ts";
import { drawLineage, traceLineage } from "../../src/report/lineage.ts";
import { tableOf } from "./sample.ts";

const PLAYS = tableOf(
  `create table plays (id bigint, user_id bigint, at timestamp, price decimal(8, 2), title varchar(64), primary key (id),
    unique (at), foreign key (user_id) references users (id), foreign key (id) references users (id))
    diststyle key distkey (user_id) compound sortkey (at, user_id)`,
  2,
);
const USERS = tableOf("create table users (id bigint primary key) diststyle all sortkey (id)", 1);
const ALONE = tableOf("create table alone (a int) diststyle even", undefined);

describe("the diagram of the tables", () => {
  it("marks the keys of each column, and where it is in the sort key", () => {
    const marks = (column: string): string => keyMarksOf(PLAYS.definition, column).join(" ");
    expect(["id", "user_id", "at", "title"].map(marks)).toEqual(["PK FK", "FK DK SK2", "UK SK1", ""]);
    expect(keyMarksOf(USERS.definition, "id")).toEqual(["PK", "SK"]);
  });

  it("says in words how a table is spread and sorted", () => {
    expect([PLAYS, USERS, ALONE].map(({ definition }) => describeStorage(definition))).toEqual([
      "spread by user_id, sorted by at, user_id",
      "a copy on every node, sorted by id",
      "spread evenly, no sort key",
    ]);
  });

  it("names types as the DDL does", () => {
    expect(PLAYS.definition.columns.map(({ type }) => formatDataType(type))).toEqual([
      "bigint",
      "bigint",
      "timestamp",
      "decimal(8, 2)",
      "varchar(64)",
    ]);
  });

  it("draws every table once and one line between two of them, however many keys they share", () => {
    const { markup } = drawErd([PLAYS, USERS, ALONE]);
    expect(markup.match(/class="box"/g)).toHaveLength(3);
    expect(markup.match(/class="edge"/g)).toHaveLength(1);
    expect(markup).toContain("2 rows");
    expect(markup).toContain("not created yet");
  });

  it("stands apart from that of the tables without foreign keys", () => {
    expect(splitByKeys([ALONE, PLAYS, USERS])).toEqual({ tied: [PLAYS, USERS], alone: [ALONE] });
    expect(splitByKeys([PLAYS, ALONE])).toEqual({ tied: [], alone: [PLAYS, ALONE] });
  });

  it("leaves out references to tables that are not there", () => {
    expect(drawErd([PLAYS]).markup).not.toContain('class="edge"');
  });
});

describe("lineage", () => {
  const steps = [
    { name: "a", kind: "schema", path: "", title: "", sources: [], reads: ["x"], writes: ["a"] },
    {
      name: "staging",
      kind: "stage",
      path: "",
      title: "",
      sources: ["events"],
      reads: [],
      writes: ["staging"],
    },
    {
      name: "users",
      kind: "transform",
      path: "",
      title: "",
      sources: [],
      reads: ["staging"],
      writes: ["users"],
    },
    { name: "check", kind: "check", path: "", title: "", sources: [], reads: ["users"], writes: [] },
  ];

  it("leads from source files through steps to tables, and leaves out what moves no data", () => {
    const { nodes, edges } = traceLineage(steps, [USERS]);
    expect(edges).toEqual([
      { from: "source events", to: "step staging" },
      { from: "step staging", to: "table staging" },
      { from: "table staging", to: "step users" },
      { from: "step users", to: "table users" },
    ]);
    expect(nodes.map(({ below }) => below)).toContain("table, 1 row");
    expect(drawLineage({ nodes, edges }).markup.match(/class="edge"/g)).toHaveLength(4);
  });

  it("draws nothing of nothing", () => {
    expect(drawLineage(traceLineage([], [])).markup).not.toContain("NaN");
  });
});

describe("layOut", () => {
  it("puts no box onto another, and every box into the drawing", () => {
    const boxes = ["a", "b", "c", "d"].map((id) => ({ id, width: 100, height: 50 }));
    const {
      width,
      height,
      boxes: corners,
    } = layOutGraph(
      boxes,
      [
        { from: "a", to: "b" },
        { from: "a", to: "c" },
        { from: "c", to: "d" },
        { from: "d", to: "a" },
      ],
      { ranks: 20, nodes: 10 },
    );
    const all = [...corners.values()];
    for (const { x, y } of all) {
      expect(Math.min(x, y, width - x - 100, height - y - 50)).toBeGreaterThanOrEqual(0);
      expect(all.filter((other) => Math.abs(other.x - x) < 100 && Math.abs(other.y - y) < 50)).toHaveLength(
        1,
      );
    }
  });

  it("draws a path through all points of an edge", () => {
    expect(
      edgePath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 20, y: 10 },
      ]),
    ).toBe("M0 0L7 0Q10 0 13 3L20 10");
    expect(edgePath([])).toBe("");
  });
});
