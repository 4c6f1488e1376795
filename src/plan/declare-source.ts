/** What a staging file says of the source that it loads, in its header (sql/README.md) and in its COPY. Pure. */
import type { SourceDeclaration } from "../config/declared-source.ts";
import { formatOfCopy } from "../dialect/copy-format.ts";
import type { Header } from "../dialect/header.ts";
import type { ParsedStatement } from "../dialect/parsed.ts";
import { variablesIn } from "../dialect/variables.ts";
import { formatName } from "../formats/file-format.ts";
import { parseWrapper } from "../formats/json-wrapper.ts";
import { parsePatterns } from "../sources/file-patterns.ts";
import type { SqlProblem } from "../errors.ts";

/** The keys of the header of a staging file. */
export const SOURCE_KEYS = [
  "source",
  "location",
  "files",
  "unpack",
  "empty",
  "jsonpaths",
  "required",
  "required-where",
  "row-needs",
] as const;

/** A name that is a flag and a variable too: `support_tickets` is `--support-tickets` and DWH_SUPPORT_TICKETS. */
const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const LONGEST_NAME = 48;

/** Returns what the header and the COPY of a staging file declare, or what is wrong with it. @param statements those that can be read */
export function declareSource(
  path: string,
  { values }: Header,
  statements: readonly ParsedStatement[],
): { readonly source: SourceDeclaration } | { readonly problems: readonly SqlProblem[] } {
  const { source: name, location, empty, jsonpaths: jsonpathsFile, files: names, unpack } = values;
  const problems: SqlProblem[] = [];
  if (name === undefined) {
    problems.push(
      problem(
        "the file does not say which source it loads",
        "write -- source: <name> below the first sentence",
      ),
    );
  } else if (!NAME.test(name) || name.length > LONGEST_NAME) {
    const allowed = `small letters, digits and single underscores, ${LONGEST_NAME} at most`;
    problems.push(
      problem(`a source cannot be called ${JSON.stringify(name)}`, `write ${allowed}: support_tickets`),
    );
  }
  if (empty !== undefined && empty !== "allowed") {
    problems.push(
      problem(
        `empty takes the word allowed, not ${JSON.stringify(empty)}`,
        "leave the key out if a source must hold files",
      ),
    );
  }
  const files = names === undefined ? undefined : parsePatterns(names);
  if (names !== undefined && files === undefined) {
    problems.push(
      problem(
        `files is not a list of name patterns: ${JSON.stringify(names)}`,
        "write patterns with blanks between, of names without folders, one of them without a !: * !*.log",
      ),
    );
  }
  const wrapper = unpack === undefined ? undefined : parseWrapper(unpack);
  if (unpack !== undefined && wrapper === undefined) {
    problems.push(
      problem(
        `unpack takes array, or the key that holds one, not ${JSON.stringify(unpack)}`,
        'write -- unpack: array for [{…}, {…}], -- unpack: records for {"records": [{…}, {…}]}; a key with blanks in double quotes',
      ),
    );
  }
  const copy = statements.find(({ tree }) => tree.kind === "copy");
  const jsonpaths = copy !== undefined && variablesIn(copy.tree).some((one) => one.name === "jsonpaths");
  // What is not a COPY, or cannot be read, is told by whoever reads the statements.
  if (jsonpathsFile !== undefined && copy !== undefined && !jsonpaths) {
    problems.push(
      problem(
        "the header names a JSONPaths file that the COPY does not read",
        "write format as json :'jsonpaths', or remove the key",
      ),
    );
  }
  // That of a COPY of another format is refused: staging-problems.ts.
  const format = copy?.tree.kind === "copy" ? formatOfCopy(copy.tree, copy) : undefined;
  if (wrapper !== undefined && format !== undefined && format.kind !== "json") {
    problems.push(
      problem(
        `the header unpacks JSON, but the COPY reads ${formatName(format)}`,
        "remove the key unpack, or write format as json",
      ),
    );
  }
  if (name === undefined || problems.length > 0) return { problems };
  return {
    source: {
      name,
      path,
      location,
      jsonpaths,
      jsonpathsFile,
      mayBeEmpty: empty === "allowed",
      ...(files && { files }),
      format: wrapper === undefined ? (format ?? { kind: "json" }) : { kind: "json", wrapper },
    },
  };
}

function problem(message: string, next: string): SqlProblem {
  return { message, next, line: 1, column: 1 };
}
