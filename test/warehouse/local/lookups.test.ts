import { expect, it } from "vitest";
import { Lookups } from "../../../src/warehouse/local/lookups.ts";

/** Looks up a name, and counts how often it was looked for in earnest. */
function counted() {
  const lookups = new Lookups();
  let asked = 0;
  const look = (answer?: string) =>
    lookups.of(["relation", "public", "t"], () => {
      asked += 1;
      return Promise.resolve(answer);
    });
  return { lookups, look, asked: () => asked };
}

it("a transaction looks once for what is there, and once for what is not", async () => {
  for (const answer of ["there", undefined]) {
    const { lookups, look, asked } = counted();
    lookups.begin();
    expect([await look(answer), await look("another")]).toEqual([answer, answer]);
    expect(asked()).toBe(1);
  }
});

it("looks again after a change of its own, in the next transaction, and outside of any each time", async () => {
  const { lookups, look, asked } = counted();
  await look();
  await look();
  lookups.begin();
  await look();
  lookups.forget();
  await look();
  lookups.end();
  lookups.begin();
  await look();
  expect(asked()).toBe(5);
});

it("does not keep what failed", async () => {
  const lookups = new Lookups();
  lookups.begin();
  await expect(lookups.of(["x"], () => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
  expect(await lookups.of(["x"], () => Promise.resolve(1))).toBe(1);
});
