/** The program without the packages that the Dockerfile takes out of the job's image, as a process that cannot find them. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dwh } from "../support/dwh.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8").replaceAll(/\\\n\s*/g, "");
const taken = (/npm uninstall (.*?) &&/.exec(dockerfile)?.[1] ?? "")
  .split(/\s+/)
  .filter((name) => /^[@\w]/.test(name));

/** Lets Node look for these packages in vain, whether they are imported or required. */
function without(packages: readonly string[]): { readonly NODE_OPTIONS: string } {
  const refuse = (code: string): string => `
    const gone = ${JSON.stringify(packages)};
    const refuse = (name) => {
      if (gone.some((one) => name === one || name.startsWith(one + "/")))
        throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: "${code}" });
    };`;
  const data = (script: string): string => `data:text/javascript,${encodeURIComponent(script)}`;
  const hook = `${refuse("ERR_MODULE_NOT_FOUND")}
    export async function resolve(name, context, next) { refuse(name); return next(name, context); }`;
  const before = `import Module, { register } from "node:module"; ${refuse("MODULE_NOT_FOUND")}
    const find = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) { refuse(name); return find.call(this, name, ...rest); };
    register(${JSON.stringify(data(hook))});`;
  return { NODE_OPTIONS: `--import=${data(before)}` };
}

const DRAWING = taken.filter((name) => !/^@duckdb|^selfsigned/.test(name));

describe("the job's image", () => {
  let scratch: Scratch;
  const pathOf = (name: string): string => join(scratch.folder, name);
  /** Types a command where all of these packages are missing; the warehouse is the one below. */
  const type = (packages: readonly string[], ...args: readonly string[]) =>
    dwh([...args], {
      cwd: scratch.folder,
      env: {
        ...without(packages),
        DWH_WAREHOUSE: pathOf("warehouse.duckdb"),
        DWH_SERVE_PASSWORD: "Canary-1",
      },
    });

  beforeAll(async () => {
    scratch = openScratch(undefined, { shared: true });
    scratch.write("events/a.json", [play()]);
    expect((await scratch.run()).error).toBeUndefined();
  });
  afterAll(() => scratch.remove());

  it("lacks what the local warehouse needs and what draws the report", () => {
    expect(taken).toEqual([
      "@duckdb/node-api",
      "@duckdb/node-bindings",
      "selfsigned",
      "echarts",
      "@napi-rs/canvas",
      "@dagrejs/dagre",
      "open",
    ]);
  });

  it.each([[["report"]], [["report", "--png"]], [["report", "--format", "json", "--output", "page.html"]]])(
    "ends %j with 2 and says what is missing, before anything is read or written",
    async (args) => {
      const { code, stdout, stderr } = await type(
        DRAWING,
        ...args,
        ...(args.includes("--output") ? [] : ["--output", "page.html"]),
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(JSON.parse(stderr)).toMatchObject({
        message: "the page cannot be drawn in this image",
        where: "its charts need the package echarts",
        next: expect.stringContaining("dwh report --format json"),
      });
      expect(existsSync(pathOf("page.html"))).toBe(false);
    },
  );

  it("has the numbers of the report all the same", async () => {
    const { code, stdout } = await type(DRAWING, "report", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ run_count: 1 });
  });

  it("leaves out --png where the canvas alone is missing", async () => {
    const { code, stderr } = await type(["@napi-rs/canvas"], "report", "--png");
    expect(code).toBe(2);
    expect(stderr).toContain("--png needs the package @napi-rs/canvas");
  });

  it.each([
    [["serve"], "@duckdb/node-api"],
    [["check"], "DWH_REDSHIFT_HOST"],
    [["status"], "DWH_REDSHIFT_HOST"],
    [["query", "select 1"], "DWH_REDSHIFT_HOST"],
    [["run", "--events", "events"], "DWH_REDSHIFT_HOST"],
  ])("ends %j with 2 where no Redshift is configured", async (args, where) => {
    const { code, stderr } = await type(taken, ...args);
    expect(stderr).toContain(where);
    expect(code).toBe(2);
  });

  it.each([[["--version"]], [["--help"]], [["config"]]])("needs none of it for %j", async (args) => {
    expect(await type(taken, ...args)).toMatchObject({ code: 0, stderr: "" });
  });
});
