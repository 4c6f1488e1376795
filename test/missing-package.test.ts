import { expect, it } from "vitest";
import { ConfigError } from "../src/errors.ts";
import { explainMissingPackage } from "../src/missing-package.ts";

const explain = explainMissingPackage("there are no charts here", {
  where: "some-canvas",
  next: "do without",
});

it("a package that is not installed is a matter of configuration, with what, where and what next", async () => {
  const nowhere: string = "a-package-that-nobody-has";
  const error: unknown = await import(nowhere).catch(explain).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({
    message: "there are no charts here",
    where: "some-canvas",
    next: "do without",
    exitCode: 2,
  });
});

it("anything else that goes wrong while a module is loaded stays what it is", () => {
  const bug = new TypeError("undefined is not a function");
  expect(() => explain(bug)).toThrow(bug);
});
