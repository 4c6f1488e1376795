/** Asks the ledger which files are known, so that what goes over the wire grows with the differences: see docs/decisions/0020-the-ledger-stays.md. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { NO_FILES, PARTS, SUM_END, type FileSum } from "../sources/file-digest.ts";
import type { FilesElsewhere, KnownFiles, KnownScope } from "../sources/known-files.ts";
import { fileKey, type SourceFile, type SourceName } from "../sources/source.ts";
import type { Row, Session } from "../warehouse/warehouse.ts";

/** `fileKey` and `digestOf` in SQL. */
const MD5 = "md5(url || chr(10) || etag || chr(10) || size::varchar || chr(10) || source)";
const FIRST = digits("left(md5, 9)");
const SECOND = digits("substring(md5, 10, 9)");
/** What stands before the last slash. */
const IN_FOLDER = "left(url, len(url) - strpos(reverse(url), '/'))";
const SUMS = `count(*), mod(sum(${FIRST}), ${SUM_END})::bigint, mod(sum(${SECOND}), ${SUM_END})::bigint`;

/** Digests that one answer may bring, about: an answer is held whole. */
const AT_A_TIME = 100_000;
/** Urls that one question names, and that are asked for in all. */
const NAMED = 1000;
const MOST_NAMED = 20_000;

/** The digest of a file in SQL, over rows of the ledger, */
export const FILE_DIGEST = MD5;
/** and the short one. */
export const SHORT_DIGEST = `left(${MD5}, 16)`;

/**
 * Returns the ledger of the session, which is asked when a question comes. @throws as `Session.execute` does
 * @param ledger its table, where the search path would find another one
 */
export function knownFilesOf(session: Session, ledger: string = TABLES.files): KnownFiles {
  const ask = async (sql: string): Promise<readonly Row[]> => (await session.execute(sql)).rows;
  return {
    total: async (scope) => sumOf((await ask(`select ${SUMS} from ${filesOf(scope, ledger)}`))[0] ?? [], 0),
    byFolder: async (scope, depth) => {
      const rows = await ask(`select ${folder(depth)}, ${SUMS} from ${filesOf(scope, ledger)} group by 1`);
      return new Map(rows.map((row) => [row[0] ?? "", sumOf(row, 1)]));
    },
    byPart: async (scope) => {
      const rows = await ask(
        `select mod(${FIRST}, ${PARTS}), ${SUMS} from ${filesOf(scope, ledger)} group by 1`,
      );
      return new Map(rows.map((row) => [Number(row[0]), sumOf(row, 1)]));
    },
    async *digests(scope, { depth, names, files }, parts) {
      const chosen = `${folder(depth)} in (${names.map(quoteLiteral).join(", ")})`;
      for (const condition of inTurns(files, parts)) {
        const rows = await ask(
          `select left(md5, 16) from ${filesOf(scope, ledger)} where ${chosen}${condition}`,
        );
        yield rows.map(([short]) => short ?? "");
      }
    },
    holdsBelow: async (source, url) => {
      const where = `source = ${quoteLiteral(source)} and ${below(url)}`;
      return (await ask(`select 1 from ${ledger} where ${where} limit 1`)).length > 0;
    },
    elsewhere: (files, others, prefixes) => findElsewhere(ask, files, others, { prefixes, ledger }),
  };
}

/** What is known where there is no ledger. */
export const NOTHING_KNOWN: KnownFiles = {
  total: async () => NO_FILES,
  byFolder: async () => new Map(),
  byPart: async () => new Map(),
  async *digests() {},
  holdsBelow: async () => false,
  elsewhere: async () => [],
};

function digits(hex: string): string {
  return `translate(${hex}, 'abcdef', '012345')::bigint`;
}

function filesOf({ source, prefixes, between: [first, last] }: KnownScope, ledger: string): string {
  const where = [
    `source = ${quoteLiteral(source)}`,
    `url >= ${quoteLiteral(first)}`,
    `url <= ${quoteLiteral(last)}`,
    `(${prefixes.map(below).join(" or ")})`,
  ];
  return `(select ${MD5} as md5, ${IN_FOLDER} as folder from ${ledger} where ${where.join(" and ")}) as files`;
}

/** Characters, as LEFT counts them. */
function below(prefix: string): string {
  return `left(url, ${Array.from(prefix).length}) = ${quoteLiteral(prefix)}`;
}

/** `folderOf` in SQL. */
function folder(depth: number): string {
  const parts = Array.from({ length: depth }, (_, at) => `split_part(folder, '/', ${at + 1})`);
  return `rtrim(${parts.join(" || '/' || ")}, '/')`;
}

/** Conditions that bring all that is asked for in answers that may be held. */
function inTurns(files: number, parts: readonly number[] | undefined): readonly string[] {
  const share = parts === undefined ? 1 : parts.length / PARTS;
  const turns = Math.max(1, Math.ceil((files * share) / AT_A_TIME));
  const turn = Array.from({ length: turns }, (_, at) => at);
  if (parts === undefined)
    return turn.map((at) => (turns === 1 ? "" : ` and mod(${FIRST}, ${turns}) = ${at}`));
  const from = (at: number): number => Math.floor((at * parts.length) / turns);
  return turn
    .map((at) => parts.slice(from(at), from(at + 1)))
    .filter((some) => some.length > 0)
    .map((some) => ` and mod(${FIRST}, ${PARTS}) in (${some.join(", ")})`);
}

function sumOf(row: Row, from: number): FileSum {
  const [files, first, second] = row.slice(from).map(Number);
  return { files: files ?? 0, first: first ?? 0, second: second ?? 0 };
}

/** Asked for in pieces, and only where another source has files below the same folders. */
async function findElsewhere(
  ask: (sql: string) => Promise<readonly Row[]>,
  files: readonly SourceFile[],
  others: readonly SourceName[],
  { prefixes, ledger }: { readonly prefixes: readonly string[]; readonly ledger: string },
): Promise<readonly FilesElsewhere[]> {
  const found = new Map<SourceName, FilesElsewhere>();
  if (files.length === 0 || others.length === 0) return [];
  const sources = `source in (${others.map(quoteLiteral).join(", ")})`;
  const there = `${sources} and (${prefixes.map(below).join(" or ")})`;
  if ((await ask(`select 1 from ${ledger} where ${there} limit 1`)).length === 0) return [];
  for (let start = 0; start < Math.min(files.length, MOST_NAMED); start += NAMED) {
    const some = files.slice(start, start + NAMED);
    const urls = some.map(({ url }) => quoteLiteral(url)).join(", ");
    const rows = await ask(
      `select url, etag, size, source from ${ledger} where ${sources} and url in (${urls})`,
    );
    const known = new Set(rows.map((row) => row.join("\n")));
    for (const source of others) {
      for (const file of some) {
        if (!known.has(fileKey({ ...file, source }))) continue;
        const { files: count = 0, first = file.url } = found.get(source) ?? {};
        found.set(source, { source, files: count + 1, first });
      }
    }
  }
  return [...found.values()];
}
