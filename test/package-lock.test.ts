import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const textOf = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

describe.each(["package-lock.json", "infra/package-lock.json"])("%s", (path) => {
  const { packages } = JSON.parse(textOf(path)) as { packages: Readonly<Record<string, Package>> };
  const installed = Object.entries(packages).filter(([place, { link }]) => place !== "" && link !== true);

  it("holds the packages of every platform: without one of them `npm ci` refuses on all", () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("has a checksum for every package, those of other platforms too", () => {
    const without = installed.filter(([, { integrity = "" }]) => !/^sha512-[\w+/]{86}==$/.test(integrity));
    expect(without.map(([place]) => place)).toEqual([]);
    expect(installed.length).toBeGreaterThan(100);
  });

  it("names no registry, and npm is told to leave it so", () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(textOf(path.replace("package-lock.json", ".npmrc"))).toMatch(
      /^omit-lockfile-registry-resolved=true$/m,
    );
  });

  it("has the version of its package", () => {
    const own = JSON.parse(textOf(path.replace("-lock", ""))) as Package;
    expect(packages[""]?.version).toBe(own.version);
  });
});
