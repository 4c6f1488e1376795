/**
 * Values in binary format, and what Amazon's Python driver says with them, which dbt's Redshift adapter connects by: it tells of itself in the
 * start-up packet, prepares under a name, describes the statement, and asks for these types in binary: aws/amazon-redshift-python-driver,
 * core.py (Connection.__init__, execute) and utils/type_utils.py.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, type QueryConfig } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeBinary, encodeBinary } from "../../src/serve/binary.ts";
import { certificate, pgConfig, serveLocal } from "./served.ts";
import * as wire from "./wire-client.ts";

describe("a value in binary format", () => {
  it.each([
    [16, "t", "01"],
    [16, "f", "00"],
    [20, "-2", "fffffffffffffffe"],
    [20, "9223372036854775807", "7fffffffffffffff"],
    [21, "258", "0102"],
    [23, "258", "00000102"],
    [25, "Ä", "c384"],
    [26, "4294967295", "ffffffff"],
    [700, "1.5", "3fc00000"],
    [701, "-0.5", "bfe0000000000000"],
    [1043, "a", "61"],
    // Postgres manual, "Date/Time Types": microseconds from the beginning of 2000.
    [1114, "2000-01-01 00:00:01.500000", "000000000016e360"],
    [1114, "1999-12-31 23:59:59.999999", "ffffffffffffffff"],
    [1184, "2000-01-01 00:00:00.000001+00", "0000000000000001"],
  ])("of type %i is %s as bytes, and back", (type, text, bytes) => {
    expect(encodeBinary(type, text).toString("hex")).toBe(bytes);
    expect(decodeBinary(type, encodeBinary(type, text))).toBe(text);
  });

  // PostgreSQL's array_send: dimensions, whether there are nulls, the type of the elements, how many from which number, and each of them.
  it.each([
    [1005, "{}", "000000000000000000000015"],
    [1005, "{1,258}", "0000000100000000000000150000000200000001000000020001000000020102"],
    [1003, '{public,"a b"}', "0000000100000000000000130000000200000001000000067075626c696300000003612062"],
    [1007, "{NULL}", "0000000100000001000000170000000100000001ffffffff"],
  ])("of type %i, an array, is %s as bytes", (type, text, bytes) => {
    expect(encodeBinary(type, text).toString("hex")).toBe(bytes);
  });

  it("keeps a year of two digits", () => {
    const text = "0099-12-31 12:00:00.000000";
    expect(decodeBinary(1114, encodeBinary(1114, text))).toBe(text);
  });

  it("has no fraction where the text has none", () => {
    expect(encodeBinary(1114, "2000-01-01 00:00:01").readBigInt64BE()).toBe(1_000_000n);
    expect(encodeBinary(701, "Infinity").readDoubleBE()).toBe(Number.POSITIVE_INFINITY);
    expect(encodeBinary(701, "NaN").readDoubleBE()).toBeNaN();
  });

  it("is refused for a type that has a form of Redshift's own", () => {
    expect(() => encodeBinary(6551, "ab")).toThrow(/type 6551 in binary format/);
  });
});

const folder = mkdtempSync(join(tmpdir(), "dwh-binary-"));
let server: Awaited<ReturnType<typeof serveLocal>>;
beforeAll(async () => {
  server = await serveLocal(folder);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe("Amazon's Python driver", () => {
  it("is let in, told its protocol, and has its answers in the formats that it asks for", async () => {
    const client = await wire.logIn(server.port, certificate.cert, undefined, {
      application_name: "dbt",
      client_protocol_version: "2",
      driver_version: "Redshift Python Driver 2.1.5",
      os_version: "Linux-6.1",
    });
    const told = client.greeting.filter(({ type }) => type === "S").map(({ body }) => body.toString());
    expect(told).toContain("server_protocol_version\x000\0");

    const name = "redshift_connector_statement_7_1";
    const sql =
      "select $1 + 1 as n, $2 as s, true as b, 1.5::decimal(3,1) as d, $3::timestamp as t, null::integer as nothing";
    client.send(wire.parse(sql, { name, types: [23, 705, 1114] }), wire.flush(), wire.describe("S", name));
    client.send(wire.flush(), wire.sync());
    expect(wire.kindsOf(await client.readTo("Z"))).toBe("1tTZ");

    const micros = encodeBinary(1114, "2024-02-29 12:00:00");
    client.send(
      wire.bind([wire.int32(41), "it's", micros], {
        name,
        parameterFormats: [1, 0, 1],
        resultFormats: [1, 1, 1, 0, 1, 1],
      }),
      wire.flush(),
      wire.execute(),
      wire.flush(),
      wire.sync(),
    );
    const answer = await client.readTo("Z");
    expect(wire.kindsOf(answer)).toBe("2DCZ");
    const row = answer[1]?.body as Buffer;
    const values = [wire.int32(42), Buffer.from("it's"), Buffer.of(1), Buffer.from("1.5"), micros];
    const sized = values.flatMap((value) => [wire.int32(value.length), value]);
    expect(row).toEqual(Buffer.concat([wire.int16(6), ...sized, wire.int32(-1)]));
    client.destroy();
  });

  it("hears what it cannot have in binary", async () => {
    const client = await wire.logIn(server.port, certificate.cert);
    client.send(
      wire.parse("select 'ab'::varbyte"),
      wire.bind([], { resultFormats: [1] }),
      wire.execute(),
      wire.sync(),
    );
    const error = (await client.readTo("Z")).find(({ type }) => type === "E");
    expect(wire.fieldsOf(error)).toMatchObject({
      C: "0A000",
      H: expect.stringContaining("text format") as string,
    });
    client.destroy();
  });
});

it("pg reads binary answers by the formats that the server tells", async () => {
  const client = new Client(pgConfig(server.port));
  await client.connect();
  const text =
    "select 7 as n, 'Ä' as s, false as b, 0.25::float8 as f, '2018-11-01 10:00:00.123'::timestamptz as t";
  // Its types do not tell of the option.
  const question: QueryConfig & { readonly binary: boolean } = { text, binary: true };
  const { rows } = await client.query(question);
  await client.end();
  expect(rows).toEqual([{ n: 7, s: "Ä", b: false, f: 0.25, t: new Date("2018-11-01T10:00:00.123Z") }]);
});
