/** The rooms of `src/` use each other as docs/architecture.md says, in its table of layers; imports of types count. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const SRC = join(ROOT, "src");

/** Folders inside a room that are rooms of their own. */
const INNER = ["warehouse/local", "warehouse/redshift"];

function roomOf(path: string): string {
  const inner = INNER.find((folder) => path.startsWith(`${folder}/`));
  return inner ?? (path.includes("/") ? path.slice(0, path.indexOf("/")) : path);
}

/** Every import between two rooms: of values, of types, and those that are read late. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(SRC, file), "utf8");
  const imports = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)];
  return imports.map(([, path = ""]) => relative(SRC, resolve(SRC, dirname(file), path)));
}

function usesInCode(): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, Set<string>>();
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  for (const file of files) {
    const own = uses.get(roomOf(file)) ?? new Set();
    for (const used of importsOf(file)) if (roomOf(used) !== roomOf(file)) own.add(roomOf(used));
    uses.set(roomOf(file), own);
  }
  return uses;
}

/** Rows `| room | uses | holds |` below the heading "Layers", from the lowest to the highest. */
function table(): readonly { readonly room: string; readonly uses: readonly string[] }[] {
  const page = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  const section = page.slice(page.indexOf("## Layers"));
  const rows = section.slice(0, section.indexOf("\n## ", 1)).matchAll(/^\| (`[^|]*)\|([^|]*)\|/gm);
  const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+?)\/?`/g)].map(([, name = ""]) => name);
  return [...rows].flatMap(([, rooms = "", uses = ""]) =>
    names(rooms).map((room) => ({ room, uses: names(uses) })),
  );
}

/** Everything may use these, so the table does not repeat them. */
const EVERYWHERE = ["errors.ts", "names.ts"];

it("every room is in the table of layers, and uses what the table says and nothing else", () => {
  const found = [...usesInCode()].map(([room, uses]) => [
    room,
    [...uses].filter((used) => !EVERYWHERE.includes(used)).sort(),
  ]);
  const told = table().map(({ room, uses }) => [room, [...uses].sort()]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(told));
});

it("a room uses only rooms below it: there are no circles", () => {
  const rows = table();
  const upwards = rows.flatMap(({ room, uses }, index) =>
    uses
      .filter((used) => rows.findIndex((row) => row.room === used) >= index)
      .map((used) => `${room} uses ${used}`),
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(upwards).toEqual([]);
});
