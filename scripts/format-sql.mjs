// Lays out SQL files: `--check` names those that are not laid out so and fails, `--write` fixes them. Takes a folder; sql/ without one.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { formatDialect, redshift } from "sql-formatter";

/** Clauses of the stock dialect that are none in these files: they are words of a column's definition here. */
const NO_CLAUSES = new Set(["ENCODE", "TYPE"]);
/** What Redshift has and the stock dialect does not know: each begins a line, and what follows stays on it. */
const ONE_LINE = `
  merge into; using; when not matched then insert;
  iam_role; manifest; format as json; format as csv; timeformat; trimblanks; maxerror; compupdate; statupdate;
  diststyle; distkey; sortkey; compound sortkey`
  .toUpperCase()
  .split(";")
  .map((clause) => clause.trim());
/** The same, but what follows stands indented below. */
const BLOCKS = ["ON", "WHEN MATCHED THEN UPDATE SET"];
/** A clause of the stock dialect that names several tables in these files, and so is a block too. */
const LISTING = "DROP TABLE";
/** Clauses of the stock dialect that fit on one line in these files. */
const SHORT = ["FROM", "INSERT INTO", "VALUES", "HAVING"];
/** `extract(hour from …)`: this `from` begins no clause. */
const PARTS = ["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "DOY", "HOUR", "MINUTE", "SECOND", "EPOCH"];
/** psql variables: a literal, an identifier, a bare word. */
const VARIABLES = [String.raw`:'\w+'`, String.raw`:"\w+"`, String.raw`:[a-z]\w*`];

const { tokenizerOptions, formatOptions } = redshift;
const dialect = {
  name: "Redshift as sql/ has it",
  tokenizerOptions: {
    ...tokenizerOptions,
    reservedClauses: [
      ...tokenizerOptions.reservedClauses.filter((clause) => !NO_CLAUSES.has(clause)),
      ...ONE_LINE,
      ...BLOCKS,
    ],
    reservedKeywordPhrases: [
      ...tokenizerOptions.reservedKeywordPhrases,
      ...PARTS.map((part) => `${part} FROM`),
    ],
    paramTypes: { custom: VARIABLES.map((regex) => ({ regex })) },
  },
  formatOptions: {
    ...formatOptions,
    onelineClauses: [
      ...formatOptions.onelineClauses.filter((clause) => clause !== LISTING),
      ...ONE_LINE,
      ...SHORT,
    ],
  },
};

/** Returns the text of a file as it should stand. */
function formatSql(source) {
  const text = formatDialect(source, {
    dialect,
    keywordCase: "lower",
    dataTypeCase: "lower",
    functionCase: "lower",
    tabWidth: 4,
    expressionWidth: 88,
    linesBetweenQueries: 1,
  });
  return `${text.trimEnd()}\n`;
}

const [mode, folder = fileURLToPath(new URL("../sql", import.meta.url))] = process.argv.slice(2);
if (mode !== "--check" && mode !== "--write") {
  console.error("usage: node scripts/format-sql.mjs --check|--write [folder]");
  process.exit(2);
}
let failed = false;
for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
  if (!name.endsWith(".sql")) continue;
  const path = join(folder, name);
  const shown = relative(process.cwd(), path);
  const source = readFileSync(path, "utf8");
  let text;
  try {
    text = formatSql(source);
  } catch (error) {
    console.error(`${shown}: cannot be laid out: ${error.message}`);
    failed = true;
    continue;
  }
  if (text === source) continue;
  if (mode === "--write") {
    writeFileSync(path, text);
    console.log(shown);
  } else {
    console.error(`${shown}: not laid out as it should be; \`npm run format\` fixes it`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
