/**
 * The notation of the commands that are read by their synopsis: as the Developer Guide writes it, so that the two can be held against
 * each other. Words are keywords; `[ ]` may be missing; `{ | }` is one of these, the first that fits; `,...` after a thing means one
 * or more with commas between, and `...` one or more without; `<user>` is a name that is told as `user`, and `<text:string>` a value
 * of another sort.
 */

/** What may stand in a place of a synopsis. */
export type SlotSort =
  | "name"
  | "string"
  | "count"
  | "type"
  | "expression"
  | "query"
  | "value"
  | "word"
  | "role";

/** A synopsis, taken apart. */
export type Synopsis =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "sign"; readonly text: string }
  | { readonly kind: "slot"; readonly slot: string; readonly sort: SlotSort }
  | { readonly kind: "all"; readonly items: readonly Synopsis[] }
  | { readonly kind: "one"; readonly items: readonly Synopsis[] }
  | { readonly kind: "maybe"; readonly item: Synopsis }
  | { readonly kind: "several"; readonly item: Synopsis; readonly commas: boolean };

const PIECE = /,\.\.\.|\.\.\.|<[^>]+>|[A-Za-z_0-9]+|[^\sA-Za-z_0-9]/g;

/** Takes a synopsis apart. @throws RangeError for one that is not well written. */
export function readSynopsis(text: string): Synopsis {
  const pieces: string[] = [...(text.match(PIECE) ?? []), "$end"];
  let at = 0;
  const until = (close: string): Synopsis => {
    const choices: Synopsis[] = [];
    let items: Synopsis[] = [];
    while (pieces[at] !== close) {
      const piece = pieces[at];
      if (piece === undefined) throw new RangeError(`no ${close} in: ${text}`);
      at += 1;
      if (piece === "|") {
        choices.push({ kind: "all", items });
        items = [];
        continue;
      }
      items.push(repeated(one(piece)));
    }
    at += 1;
    return choices.length === 0
      ? { kind: "all", items }
      : { kind: "one", items: [...choices, { kind: "all", items }] };
  };
  const one = (piece: string): Synopsis => {
    if (piece === "[") return { kind: "maybe", item: until("]") };
    if (piece === "{") return until("}");
    if (piece.startsWith("<")) {
      const [slot = "", sort = "name"] = piece.slice(1, -1).split(":");
      return { kind: "slot", slot, sort: sort as SlotSort };
    }
    return /^\w/.test(piece) ? { kind: "word", text: piece.toLowerCase() } : { kind: "sign", text: piece };
  };
  const repeated = (item: Synopsis): Synopsis => {
    const commas = pieces[at] === ",...";
    if (!commas && pieces[at] !== "...") return item;
    at += 1;
    return item.kind === "maybe"
      ? { kind: "maybe", item: { kind: "several", item: item.item, commas } }
      : { kind: "several", item, commas };
  };
  return until("$end");
}
