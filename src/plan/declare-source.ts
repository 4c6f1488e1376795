/** What a staging file says of the source that it loads, in its header (sql/README.md) and in its COPY. Pure. */
import type { SourceDeclaration } from "../config/declared-source.ts";
import { formatOfCopy } from "../dialect/copy-format.ts";
import type { Header } from "../dialect/header.ts";
import type { Token } from "../dialect/lexer.ts";
import type { SqlProblem } from "../errors.ts";

/** The keys of the header of a staging file. */
export const SOURCE_KEYS = [
  "source",
  "location",
  "empty",
  "jsonpaths",
  "required",
  "required-where",
] as const;

/** A name that is a flag and a variable too: `support_tickets` is `--support-tickets` and DWH_SUPPORT_TICKETS. */
const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const LONGEST_NAME = 48;

/** Returns what the header and the variables of a staging file declare, or what is wrong with it. */
export function declareSource(
  path: string,
  { values }: Header,
  tokens: readonly Token[],
): { readonly source: SourceDeclaration } | { readonly problems: readonly SqlProblem[] } {
  const { source: name, location, empty, jsonpaths: jsonpathsFile } = values;
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
      problem(`no source can be called ${JSON.stringify(name)}`, `write ${allowed}: support_tickets`),
    );
  }
  if (empty !== undefined && empty !== "allowed") {
    problems.push(
      problem(
        `empty is allowed, not ${JSON.stringify(empty)}`,
        "leave the key out where a source has to hold files",
      ),
    );
  }
  const jsonpaths = tokens.some(({ kind, value }) => kind === "variable" && value === "jsonpaths");
  if (jsonpathsFile !== undefined && !jsonpaths) {
    problems.push(
      problem(
        "the header names a JSONPaths file that the COPY does not read",
        "write format as json :'jsonpaths', or take the key out",
      ),
    );
  }
  if (name === undefined || problems.length > 0) return { problems };
  // That of a COPY of another format is refused: staging-problems.ts.
  const format = formatOfCopy(copyIn(tokens)) ?? { kind: "json" };
  return {
    source: { name, path, location, jsonpaths, jsonpathsFile, mayBeEmpty: empty === "allowed", format },
  };
}

/** From the word COPY to the end of its statement. */
function copyIn(tokens: readonly Token[]): readonly Token[] {
  const start = tokens.findIndex(
    ({ kind, value }, at) =>
      kind === "word" && value === "copy" && (at === 0 || tokens[at - 1]?.value === ";"),
  );
  const rest = tokens.slice(start === -1 ? tokens.length : start);
  const end = rest.findIndex(({ kind, value }) => kind === "punctuation" && value === ";");
  return end === -1 ? rest : rest.slice(0, end);
}

function problem(message: string, next: string): SqlProblem {
  return { message, next, line: 1, column: 1 };
}
