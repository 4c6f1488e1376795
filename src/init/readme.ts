/** The page that a new warehouse begins with. Pure. */
import type { ProposedSource } from "./columns.ts";
import type { Star } from "./star.ts";

/** What to type in the folder of a new warehouse, one command a line. */
export const NEXT_COMMANDS = ["dwh test", "dwh run", "dwh report --open"] as const;

/** Returns the text of README.md. */
export function readme(
  title: string,
  { sources, star }: { readonly sources: readonly ProposedSource[]; readonly star: Star },
): string {
  const { fact, dimension } = star;
  const list = sources.map(
    ({ name, location, rows }) => `- \`${name}\`: \`${location}\`, ${rows} rows were looked at`,
  );
  const key =
    fact.key === undefined
      ? "no column identifies its rows, so every row of a file is added once"
      : `\`${fact.key.name}\` identifies a row, and a row that comes again replaces the old one`;
  const second =
    dimension === undefined
      ? []
      : [`- \`${dimension.table}\` is what \`${fact.source.table}.${dimension.reference.name}\` refers to.`];
  const notes = sources.flatMap(({ name, notes: told }) => told.map((note) => `- \`${name}\`: ${note}.`));
  return `# ${title}

A warehouse of files, in plain SQL. In this folder:

\`\`\`sh
${NEXT_COMMANDS.join("\n")}
\`\`\`

It was proposed by \`dwh init\` from the first files of each source:

${list.join("\n")}

What to look at first:

- \`${fact.source.table}\`: ${key}.
${[...second, ...notes, "- Types and lengths in `sql/schema` leave room, but later files may need more."].join("\n")}
- \`-- location\` in \`sql/staging\` says where the files are; \`--source\` and \`DWH_SOURCE_<NAME>\` say otherwise.

The title of the report is the name of this folder, unless \`DWH_PIPELINE\` names another one.
`;
}
