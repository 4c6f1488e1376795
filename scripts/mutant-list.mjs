// The faults of test/mutants/*.json, one file a room.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Every mutant: where it is, the text that goes and the one that comes, what breaks by it, who should notice. */
export function readMutants(root) {
  const list = join(root, "test/mutants");
  return readdirSync(list)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) =>
      JSON.parse(readFileSync(join(list, name), "utf8")).flatMap(({ file, tests, mutants: ofFile }) =>
        ofFile.map((mutant) => ({ room: basename(name, ".json"), file, tests, ...mutant })),
      ),
    );
}

/** What keeps a mutant from being put in, in a list of none or one. */
export function problemsOf(root, { file, find, put, breaks, tests }) {
  const missing = [file, ...tests].filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) return [`${breaks}\n  there is no ${missing.join(", no ")}`];
  const times = readFileSync(join(root, file), "utf8").split(find).length - 1;
  if (find === put || times !== 1)
    return [`${breaks}\n  ${file} holds ${times} times, and not once:\n${find}`];
  return [];
}

/** Where in its file the mutant is, from 1. */
export function lineOf(root, { file, find }) {
  return readFileSync(join(root, file), "utf8").split(find)[0].split("\n").length;
}
