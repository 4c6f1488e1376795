import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { parseMessage } from "../../src/serve/frontend.ts";
import { Framer } from "../../src/serve/framing.ts";
import { bind, execute, int16, parse, typed } from "./wire-client.ts";

function parsed(bytes: Buffer) {
  const framer = new Framer();
  framer.push(bytes);
  return parseMessage(framer.takeMessage(1e6) as { type: string; body: Buffer });
}

describe("a client's message", () => {
  it("is read field by field", () => {
    expect(parsed(parse("select $1", { name: "s", types: [23, 0] }))).toEqual({
      kind: "parse",
      statement: "s",
      sql: "select $1",
      parameterTypes: [23, 0],
    });
    expect(parsed(bind(["é", null, ""], { portal: "p", name: "s", resultFormats: [0] }))).toEqual({
      kind: "bind",
      portal: "p",
      statement: "s",
      parameterFormats: [],
      parameters: [Buffer.from("é"), null, Buffer.alloc(0)],
      resultFormats: [0],
    });
    expect(parsed(execute(7, "p"))).toEqual({ kind: "execute", portal: "p", maxRows: 7 });
  });

  it("is refused when it is shorter or longer than its fields, or names what does not exist", () => {
    const codes = [
      typed("Q", "no end"),
      typed("Q", "select 1\0more"),
      typed("D", "X\0"),
      typed("B", "\0\0", int16(0), int16(1)),
      typed("S", "x"),
      typed("?"),
    ].map((bytes) => {
      try {
        return parsed(bytes);
      } catch (error) {
        return (error as WarehouseError).sqlState;
      }
    });
    expect(codes).toEqual(["08P01", "08P01", "08P01", "08P01", "08P01", "08P01"]);
  });

  it("is refused when its text is not UTF-8", () => {
    expect(() => parsed(typed("Q", Buffer.from([0xff, 0])))).toThrow(/invalid byte sequence/);
  });

  it("whatever it holds, is read or refused with a SQLSTATE", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Array.from("QPBDCESHXFdcf?")),
        fc.uint8Array({ maxLength: 60 }),
        (type, body) => {
          const read = (): unknown => {
            try {
              return parseMessage({ type, body: Buffer.from(body) });
            } catch (error) {
              return error;
            }
          };
          expect(read()).toSatisfy((said) => !(said instanceof Error) || said instanceof WarehouseError);
        },
      ),
    );
  });
});
