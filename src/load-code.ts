/**
 * Loads the program's files, with what V8 made of them the last time: to compile them anew takes longer than all else that a short command does. Node's own
 * cache for this (module.enableCompileCache) is not in Node 20 (docs/decisions/0033-code-that-is-kept.md).
 */
import { createHash } from "node:crypto";
import { accessSync, constants as modes, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cachedDataVersionTag, deserialize, serialize } from "node:v8";
import { constants, Script } from "node:vm";

/** Beside the program's files. */
const KEPT = "dwh.code";
/** Bytes of the digest that the file begins with: V8 itself would run what a torn file holds. */
const DIGEST_LENGTH = 32;

/** What V8 made of a file. */
interface Code {
  /** The digest of the text that it was: V8 compares its length alone. */
  readonly digest: string;
  readonly data: Uint8Array;
}

interface Kept {
  readonly by: string;
  readonly files: ReadonlyMap<string, Code>;
}

interface Loaded {
  readonly unit: { readonly exports: object };
  readonly script: Script;
  readonly digest: string;
  readonly isNew: boolean;
}

/**
 * Runs a file of the folder in this process (`own`), and those that it requires from there. What was compiled anew is kept when the process ends,
 * if the folder may be written and nobody forbids it (NODE_DISABLE_COMPILE_CACHE, as for Node's own; coverage, of which V8 tells less then). Whatever
 * is wrong with what is kept, the files are run.
 */
export function loadCode(folder: string, entry: string, own: NodeJS.Process): void {
  const { env } = own;
  const keeps = env["NODE_DISABLE_COMPILE_CACHE"] !== "1" && env["NODE_V8_COVERAGE"] === undefined;
  const kept = keeps ? readKept(folder, own) : new Map<string, Code>();
  const loaded = new Map<string, Loaded>();
  const load = (name: string): object => {
    const known = loaded.get(name);
    if (known !== undefined) return known.unit.exports;
    const filename = join(folder, name);
    const text = readFileSync(filename, "utf8");
    const digest = createHash("sha256").update(text).digest("hex");
    const code = kept.get(name);
    // In one line with the file's first, so that an error's stack names its lines.
    const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${text}\n})`, {
      filename,
      cachedData: code?.digest === digest ? code.data : undefined,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const unit = { exports: {} };
    loaded.set(name, { unit, script, digest, isNew: script.cachedDataRejected !== false });
    const packages = createRequire(filename);
    const require = (wanted: string): unknown =>
      wanted.startsWith("./") ? load(wanted.slice("./".length)) : packages(wanted);
    script.runInThisContext().call(unit.exports, unit.exports, require, unit, filename, folder);
    return unit.exports;
  };
  if (keeps) own.once("exit", () => keep(folder, { kept, loaded, own }));
  load(entry);
}

/** The V8 that compiled: another one, or one with other flags, cannot read it. It does not look at the processor itself. */
function compiler({ version, arch }: NodeJS.Process): string {
  return `${version} ${arch} ${cachedDataVersionTag()}`;
}

function readKept(folder: string, own: NodeJS.Process): ReadonlyMap<string, Code> {
  try {
    const bytes = readFileSync(join(folder, KEPT));
    const body = bytes.subarray(DIGEST_LENGTH);
    if (!digestOf(body).equals(bytes.subarray(0, DIGEST_LENGTH))) return new Map();
    const { by, files } = deserialize(body) as Kept;
    return by === compiler(own) ? files : new Map();
  } catch {
    return new Map();
  }
}

/** Keeps what was loaded beside what other commands load. A process that keeps at the same time loses nothing but its part. */
function keep(
  folder: string,
  {
    kept,
    loaded,
    own,
  }: {
    readonly kept: ReadonlyMap<string, Code>;
    readonly loaded: ReadonlyMap<string, Loaded>;
    readonly own: NodeJS.Process;
  },
): void {
  if (![...loaded.values()].some(({ isNew }) => isNew)) return;
  const unfinished = join(folder, `${own.pid}.${KEPT}`);
  try {
    accessSync(folder, modes.W_OK);
    const files = new Map(kept);
    for (const [name, { script, digest }] of loaded)
      files.set(name, { digest, data: script.createCachedData() });
    const body = serialize({ by: compiler(own), files } satisfies Kept);
    writeFileSync(unfinished, Buffer.concat([digestOf(body), body]));
    renameSync(unfinished, join(folder, KEPT));
  } catch {
    // Nothing is lost but time: the next start compiles again.
    rmSync(unfinished, { force: true });
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
