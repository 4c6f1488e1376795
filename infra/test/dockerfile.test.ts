import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { validate, ValidationSeverity } from "dockerfile-utils";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const dockerfile = readFileSync(new URL("Dockerfile", root), "utf8");

/** The instructions of a stage, comments and continuations taken away. */
function stage(name: string): readonly string[] {
  const lines = dockerfile
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const start = lines.findIndex((line) => line.startsWith("FROM ") && line.endsWith(` AS ${name}`));
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith("FROM "));
  return lines.slice(start, length < 0 ? undefined : start + 1 + length);
}

/** The two worst of the language server's severities: error and warning. */
const BAD = [1, 2];

const lint = (text: string): readonly string[] =>
  validate(text, {
    deprecatedMaintainer: ValidationSeverity.ERROR,
    instructionCasing: ValidationSeverity.ERROR,
  })
    .filter(({ severity }) => BAD.includes(severity ?? 1))
    .map(({ message, range }) => `line ${range.start.line + 1}: ${JSON.stringify(message)}`);

describe("the Dockerfile", () => {
  it("has nothing that the linter minds", () => expect(lint(dockerfile)).toEqual([]));

  it("would not pass the linter with a flag, an instruction or a stage that is none", () => {
    expect(lint(dockerfile.replace("COPY --from=build", "COPY --form=build"))).not.toEqual([]);
    expect(lint(dockerfile.replace("ENTRYPOINT", "ENTRYPIONT"))).not.toEqual([]);
    expect(lint(dockerfile.replace("USER 65532:65532", "USER"))).not.toEqual([]);
  });

  it("takes every base by digest, in a stage of its own that dependabot reads and an ARG replaces", () => {
    const bases = [...dockerfile.matchAll(/^FROM (?:--platform=\S+ )?(\S+) AS (\S+)$/gm)].map(
      ([, base = "", name = ""]) => ({
        base,
        name,
      }),
    );
    const foreign = bases.filter(({ base }) => /[/:]/.test(base));
    expect(foreign.map(({ name }) => name)).toEqual(["pinned-build", "pinned-runtime"]);
    for (const { base } of foreign) expect(base).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
    expect(dockerfile).toContain("ARG BUILD_IMAGE=pinned-build\nARG RUNTIME_IMAGE=pinned-runtime\n");
  });

  it("makes the job by default, by number not root, with exec forms that get signals", () => {
    expect([...dockerfile.matchAll(/ AS (\S+)$/gm)].at(-1)?.[1]).toBe("job");
    const lines = stage("runtime");
    // Root makes the folder, so that the process cannot write to it; the last user is the one that runs.
    expect(lines.filter((line) => line.startsWith("USER "))).toEqual(["USER 0:0", "USER 65532:65532"]);
    expect(lines).toContain('ENTRYPOINT ["/nodejs/bin/node", "/app/dist/dwh.cjs"]');
    expect(lines).toContain('CMD ["run"]');
    expect(lines.some((line) => line.startsWith("HEALTHCHECK"))).toBe(false);
  });

  it("leaves DuckDB, what draws the report and everything for development out of the job, and the first two in the local image", () => {
    expect(stage("packages-with-duckdb").join("\n")).toContain(
      "npm ci --omit=dev --ignore-scripts --os=linux",
    );
    expect(stage("packages").join("\n")).toMatch(
      /npm uninstall --omit=dev --ignore-scripts @duckdb\/node-api @duckdb\/node-bindings selfsigned +echarts @napi-rs\/canvas @dagrejs\/dagre open/,
    );
    expect(stage("job").join("\n")).toContain("COPY --from=packages /");
    expect(stage("local").join("\n")).toContain("COPY --from=packages-with-duckdb /");
  });

  it("runs no install script of anybody, and nothing at all in the images themselves", () => {
    const npm = dockerfile.match(/npm (?:ci|install|uninstall)[^&]*/g) ?? [];
    expect(npm).toHaveLength(3);
    for (const command of npm) expect(command).toContain("--ignore-scripts");
    for (const name of ["runtime", "local", "job"])
      expect(stage(name).filter((line) => line.startsWith("RUN "))).toEqual([]);
  });

  // https://docs.docker.com/build/building/multi-platform/#cross-compilation
  it("runs its commands on the machine that builds, whatever the image is for", () => {
    const from = new Map(
      [...dockerfile.matchAll(/^FROM (.+) AS (\S+)$/gm)].map(([, base = "", name = ""]) => [name, base]),
    );
    const defaults = new Map(
      [...dockerfile.matchAll(/^ARG (\w+_IMAGE)=(\S+)$/gm)].map(([, arg = "", name = ""]) => [arg, name]),
    );
    const rootOf = (name: string): string => {
      const base = from.get(name) ?? "";
      const next = base.replace(/^\$\{(\w+)\}$/, (_, arg: string) => defaults.get(arg) ?? "");
      return from.has(next) ? rootOf(next) : base;
    };
    const running = [...from.keys()].filter((name) => stage(name).some((line) => line.startsWith("RUN ")));
    expect(running).toEqual(["build", "packages-with-duckdb", "packages"]);
    for (const name of running) expect(rootOf(name), name).toMatch(/^--platform=\$BUILDPLATFORM /);
    for (const name of ["runtime", "job", "local"]) expect(rootOf(name), name).not.toContain("--platform");
  });

  it("takes the packages of the architecture that the image is for", () => {
    const lines = stage("packages-with-duckdb");
    expect(lines).toContain("ARG TARGETARCH");
    const [install = ""] = lines.filter((line) => line.startsWith("RUN "));
    const [choice = ""] = /case .* esac/.exec(install) ?? [];
    expect(install).toContain('--os=linux --libc=glibc --cpu="$cpu"');
    const cpuOf = (TARGETARCH: string): string =>
      execFileSync("sh", ["-c", `${choice} && printf %s "$cpu"`], {
        encoding: "utf8",
        env: { ...process.env, TARGETARCH },
      });
    expect(["arm64", "amd64", ""].map(cpuOf)).toEqual(["arm64", "x64", process.arch]);
  });

  it("says what it is in the words of OCI", () => {
    for (const label of ["title", "description", "licenses", "version", "revision", "created"])
      expect(stage("runtime").join("\n")).toContain(`org.opencontainers.image.${label}=`);
  });

  it("copies nothing that the build does not have", () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = ""]) =>
      files.split(" "),
    );
    for (const file of sources) expect(existsSync(new URL(file, root)), file).toBe(true);
  });
});

describe(".dockerignore", () => {
  it("keeps everything out but what the Dockerfile copies", () => {
    const lines = readFileSync(new URL(".dockerignore", root), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines[0]).toBe("**");
    const allowed = lines.slice(1).map((line) => line.replace(/^!/, "").replace("/**", ""));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = ""]) =>
      files.split(" "),
    );
    expect(new Set(allowed)).toEqual(new Set(copied));
  });
});

describe("the Dockerfile of an example", () => {
  const folder = new URL("examples/quakes/", root);
  const own = readFileSync(new URL("Dockerfile", folder), "utf8");

  it("has nothing that the linter minds, and copies nothing that the build does not have", () => {
    expect(lint(own)).toEqual([]);
    const copied = [...own.matchAll(/^COPY (\S+) \S+$/gm)].map(([, name = ""]) => name);
    expect(copied).toEqual(["sql", "jsonpaths"]);
    for (const name of copied) {
      expect(existsSync(new URL(name, folder))).toBe(true);
      expect(readFileSync(new URL(".dockerignore", folder), "utf8")).toContain(`!${name}/**`);
    }
  });

  it("starts from the job, and keeps its SQL apart from that which ships", () => {
    expect(own).toContain("ARG ENGINE=dwh\nFROM ${ENGINE}\n");
    const [, place = ""] = /^COPY sql (\S+)$/m.exec(own) ?? [];
    expect(own).toContain(`ENV DWH_SQL_DIR=${place} `);
    expect(dockerfile).not.toContain(place);
    expect(place.startsWith("/app")).toBe(false);
  });
});
