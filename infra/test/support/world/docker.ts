/**
 * Docker on one machine: its images, and the registries that it is logged in to, as docs.docker.com says ("docker buildx build", "docker image push", "docker login",
 * "docker inspect", "docker container run").
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseWords, value, type Answer, type Call } from "./call.ts";
import type { Images } from "./images.ts";

/** What is here of an image: for which platform it was built, and by which digests registries know it. */
interface LocalImage {
  readonly platform: string;
  readonly digests: string[];
}

const DONE: Answer = { code: 0, stdout: "", stderr: "" };
const OWN_PLATFORM = "linux/amd64";
/** Options with one value behind them. */
const VALUED = ["-t", "--tag", "--platform", "--target", "--env-file", "--security-opt", "--cap-drop", "-v"];

export class Docker {
  private readonly here = new Map<string, LocalImage>();
  private readonly loggedIn = new Set<string>();
  private readonly registry: Images;

  constructor(registry: Images) {
    this.registry = registry;
  }

  answer(call: Call): Answer {
    const [first = "", ...rest] = call.args;
    const { options, words } = optionsOf(rest);
    switch (first) {
      case "login":
        return this.login(words[0] ?? "", call.input);
      case "build":
        return this.build(call.cwd, options, words[0]);
      case "buildx":
        return this.pushed(value(parseWords(call.args), "--tag")).answer;
      case "push":
        return this.push(words[0] ?? "");
      case "inspect":
        return this.inspect(words.at(-1) ?? "");
      case "run":
        return this.run(call.cwd, options, words[0] ?? "");
      default:
        throw new Error(`the stand-in of Docker knows no ${call.args.join(" ")}`);
    }
  }

  private login(registry: string, password: string): Answer {
    if (password.trim() !== "password") return failed("login attempt failed with status: 401 Unauthorized");
    this.loggedIn.add(registry);
    return { ...DONE, stdout: "Login Succeeded\n" };
  }

  /** What a Dockerfile starts from is here already, for the same platform, or comes from a registry, which only names with a tag or a digest do here. */
  private build(folder: string, options: ReadonlyMap<string, string>, context: string | undefined): Answer {
    const file = join(folder, context ?? "", "Dockerfile");
    if (context === undefined || !existsSync(file))
      return failed("failed to read dockerfile: open Dockerfile: no such file or directory");
    const platform = options.get("--platform") ?? OWN_PLATFORM;
    const text = readFileSync(file, "utf8");
    const defaults = new Map(
      [...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name = "", of = ""]) => [name, of]),
    );
    const stages = new Set([...text.matchAll(/^FROM .+ AS (\S+)$/gm)].map(([, name]) => name));
    for (const [, from = ""] of text.matchAll(/^FROM (?:--platform=\S+ )?(\S+)/gm)) {
      const base = from.replace(/\$\{(\w+)\}/, (_, name: string) => defaults.get(name) ?? "");
      if (stages.has(base) || base.includes("@")) continue;
      if (this.here.get(base)?.platform !== platform)
        return failed(
          `${base}: failed to resolve source metadata for docker.io/library/${base}:latest: pull access denied`,
        );
    }
    this.here.set(options.get("-t") ?? options.get("--tag") ?? "", { platform, digests: [] });
    return DONE;
  }

  private push(name: string): Answer {
    const image = this.here.get(name);
    if (image === undefined) return failed(`tag does not exist: ${name}`);
    const { answer, digest } = this.pushed(name);
    if (digest !== undefined) image.digests.push(`${name.split(":")[0]}@${digest}`);
    return answer;
  }

  private pushed(name: string): { readonly answer: Answer; readonly digest?: string } {
    const [repository = "", tag = ""] = name.split(":");
    const [host = "", ...path] = repository.split("/");
    if (!this.loggedIn.has(host)) return { answer: failed("no basic auth credentials") };
    const pushed = this.registry.push(path.join("/"), tag);
    return "refused" in pushed ? { answer: failed(pushed.refused) } : { answer: DONE, digest: pushed.digest };
  }

  private inspect(name: string): Answer {
    const image = this.here.get(name);
    if (image === undefined) return failed(`No such object: ${name}`);
    const [digest] = image.digests;
    return digest === undefined
      ? failed("template parsing error: index out of range: 0")
      : { ...DONE, stdout: `${digest}\n` };
  }

  private run(folder: string, options: ReadonlyMap<string, string>, name: string): Answer {
    const file = options.get("--env-file");
    if (file !== undefined && !existsSync(join(folder, file)))
      return { ...failed(`open ${file}: no such file or directory`), code: 125 };
    if (!this.here.has(name)) return { ...failed(`Unable to find image '${name}' locally`), code: 125 };
    return DONE;
  }
}

function failed(stderr: string): Answer {
  return { code: 1, stdout: "", stderr: `ERROR: ${stderr}\n` };
}

/** Docker's options end where the first word begins; what stands behind the image of `run` is the container's. */
function optionsOf(args: readonly string[]): {
  readonly options: ReadonlyMap<string, string>;
  readonly words: readonly string[];
} {
  const options = new Map<string, string>();
  const words: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (words.length > 0 || !arg.startsWith("-")) words.push(arg);
    else if (VALUED.includes(arg)) options.set(arg, args[(at += 1)] ?? "");
    else if (arg === "--username" || arg === "--format") at += 1;
  }
  return { options, words };
}
