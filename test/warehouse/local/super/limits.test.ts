/** What a SUPER value holds at most: Developer Guide, "Limitations" of the SUPER type; enable_large_strings_opt_in is not set, as by default. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCopies, type Copies } from "../../../support/copies.ts";

let copies: Copies;
beforeAll(async () => {
  copies = await openCopies();
  await copies.session(async (session) => {
    await session.execute("create table kept (a super)");
    await session.execute("create table texts (a varchar(65535))");
    await session.execute("insert into texts select repeat('x', 40000)");
  });
});
afterAll(() => copies.close());

const run = (sql: string) => copies.session((session) => session.execute(sql));
const LONGEST = "é".repeat(32_767) + "y";
const TOO_LONG = `${LONGEST}y`;

describe("a string of more than 65,535 bytes", () => {
  it.each([
    ["json", "format as json 'auto'", (text: string) => JSON.stringify({ a: text })],
    ["nested json", "format as json 'auto'", (text: string) => JSON.stringify({ a: { b: [1, text] } })],
    ["noshred", "format as json 'noshred'", (text: string) => JSON.stringify({ a: text })],
    ["csv", "csv", (text: string) => `"${JSON.stringify({ a: text }).replaceAll('"', '""')}"`],
    ["text", "delimiter '|'", (text: string) => JSON.stringify([text])],
  ])("is loaded into no SUPER by COPY, and one of as many is: %s", async (name, options, write) => {
    copies.put(`b/${name}`, `${write(LONGEST)}\n`);
    const copy = `copy kept from 's3://b/${name}' iam_role default ${options}`;
    expect(await run(copy)).toMatchObject({ rowCount: 1 });
    copies.put(`b/${name}`, `${write(TOO_LONG)}\n`);
    await expect(run(copy)).rejects.toMatchObject({ sqlState: "XX000" });
    const { rows } = await run(
      "select error_code from sys_load_error_detail order by start_time desc limit 1",
    );
    expect(rows).toEqual([["1224"]]);
  });

  it.each([
    `select '${TOO_LONG}'::super`,
    `insert into kept values ('${TOO_LONG}')`,
    "insert into kept select a || a from texts",
    "update kept set a = (select a || a from texts)",
    "create table made as select (a || a)::super as a from texts",
    "select array(a || a) from texts",
    "select object('a', a || a) from texts",
    "select a::super + a::super from texts",
    "select split_to_array(a || a) from texts",
  ])("is no part of a value: %#", async (sql) => {
    await expect(run(sql)).rejects.toMatchObject({
      sqlState: "22001",
      message: expect.stringContaining("value too long for type character varying(65535)") as string,
    });
  });

  it("is one byte more than the longest", async () => {
    const { rows } = await run(
      `select len(('${LONGEST}'::super)::varchar(65535)), array('${LONGEST}') is null`,
    );
    expect(rows).toEqual([["32768", "f"]]);
  });
});

it("a value of more than 16 MB is none", async () => {
  await run("create table parts (a super)");
  await run("insert into parts select array(a, a, a, a, a, a, a, a, a, a) from texts");
  const times = (count: number): string => Array.from({ length: count }, () => "a").join(", ");
  expect((await run(`select get_array_length(array(${times(41)})) from parts`)).rows).toEqual([["41"]]);
  await expect(run(`select get_array_length(array(${times(42)})) from parts`)).rejects.toMatchObject({
    sqlState: "22001",
    message: expect.stringContaining("a SUPER value is larger than 16 MB") as string,
  });
});
