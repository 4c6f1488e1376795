/** A terminal, or a pipe, that keeps what is written to it. */
import type { Io } from "../../src/cli/context.ts";

export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

/** Returns an Io with the given standard input and answers; no terminal and endless width unless told otherwise. */
export function fakeIo(
  facts: Partial<Io> & { readonly stdin?: string; readonly answer?: string } = {},
): FakeIo {
  let out = "";
  let err = "";
  return {
    inIsTerminal: false,
    outIsTerminal: false,
    errIsTerminal: false,
    width: Number.POSITIVE_INFINITY,
    errWidth: Number.POSITIVE_INFINITY,
    errColor: false,
    errAnimates: false,
    writeOut: (text) => void (out += text),
    writeErr: (text) => void (err += text),
    readStdin: () => Promise.resolve(facts.stdin ?? ""),
    ask: () => Promise.resolve(facts.answer ?? ""),
    ...facts,
    out: () => out,
    err: () => err,
  };
}
