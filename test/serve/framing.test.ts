import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FatalError } from "../../src/serve/fatal-error.ts";
import { Framer, type Message } from "../../src/serve/framing.ts";
import { untyped, typed } from "./wire-client.ts";

const messages = fc.array(
  fc.record({ type: fc.constantFrom("Q", "P", "S", "d"), body: fc.uint8Array({ maxLength: 300 }) }),
  { maxLength: 8 },
);

/** Pushes the bytes in pieces, cut at these places, and takes what is whole after each. */
function framed(bytes: Buffer, cuts: readonly number[]): Message[] {
  const framer = new Framer();
  const taken: Message[] = [];
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  for (const [index, to] of [...places, bytes.length].entries()) {
    framer.push(bytes.subarray(places[index - 1] ?? 0, to));
    for (let message = framer.takeMessage(1000); message; message = framer.takeMessage(1000))
      taken.push(message);
  }
  expect(framer.buffered).toBe(0);
  return taken;
}

describe("the framer", () => {
  it("returns the same messages wherever the bytes are cut", () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(({ type, body }) => typed(type, Buffer.from(body))));
        const received = framed(bytes, cuts);
        expect(received.map(({ type, body }) => [type, [...body]])).toEqual(
          sent.map(({ type, body }) => [type, [...body]]),
        );
      }),
    );
  });

  it("returns the same messages when every byte comes alone", () => {
    const bytes = Buffer.concat([typed("Q", "select 1\0"), typed("S"), typed("Q", "\0")]);
    const received = framed(bytes, Array.from(bytes.keys()));
    expect(received.map(({ type }) => type)).toEqual(["Q", "S", "Q"]);
  });

  it("takes a start-up packet before messages, from the same bytes", () => {
    const framer = new Framer();
    framer.push(Buffer.concat([untyped(Buffer.from("hello")), typed("Q", "x\0")]));
    expect(framer.takePacket(100)?.toString()).toBe("hello");
    expect(framer.takeMessage(100)?.type).toBe("Q");
    expect(framer.takeMessage(100)).toBeUndefined();
  });

  it("refuses a message over the limit as soon as its length is known", () => {
    const framer = new Framer();
    framer.push(typed("Q", Buffer.alloc(2000)).subarray(0, 5));
    expect(() => framer.takeMessage(1000)).toThrow(/2004 bytes is over the limit of 1000/);
  });

  it.each([0, 3, -1])("refuses the length %i", (length) => {
    const framer = new Framer();
    const bytes = Buffer.from("Q0000");
    bytes.writeInt32BE(length, 1);
    framer.push(bytes);
    expect(() => framer.takeMessage(1000)).toThrow(FatalError);
  });
});
