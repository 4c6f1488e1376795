/** Calls whose arguments SQL spells with words, as calls with a list: `trim(both 'x' from a)`, `position('b' in a)` … */
import { outside } from "../../../dialect/landmarks.ts";
import { isWord, type Token } from "../../../dialect/lexer.ts";
import { splitAt } from "../../../dialect/token-reader.ts";

/** A function's name, and the tokens of each argument. */
export interface Spelled {
  readonly name: string;
  readonly args: readonly (readonly Token[])[];
}

const TRIMS: Readonly<Record<string, string>> = { both: "btrim", leading: "ltrim", trailing: "rtrim" };

/** Returns the function and its arguments; what is spelled as a list anyway comes back as it is. */
export function respell(name: string, inside: readonly Token[]): Spelled {
  const from = outside(inside, "from") ?? -1;
  switch (name) {
    case "extract":
      return from === -1
        ? listed(name, inside)
        : { name: "date_part", args: [inside.slice(0, from), inside.slice(from + 1)] };
    case "trim": {
      const side = inside[0];
      if (!isWord(side, ...Object.keys(TRIMS)) && from === -1) return listed("btrim", inside);
      const sided = isWord(side, ...Object.keys(TRIMS)) ? 1 : 0;
      const characters = inside.slice(sided, Math.max(from, sided));
      const value = inside.slice(from === -1 ? sided : from + 1);
      return {
        name: TRIMS[sided === 1 ? (side as Token).value : "both"] as string,
        args: characters.length === 0 ? [value] : [value, characters],
      };
    }
    case "position": {
      const at = outside(inside, "in") ?? -1;
      return at === -1 ? listed(name, inside) : { name, args: [inside.slice(0, at), inside.slice(at + 1)] };
    }
    case "substring": {
      if (from === -1) return listed(name, inside);
      const length = outside(inside, "for") ?? -1;
      const start = inside.slice(from + 1, length === -1 ? undefined : length);
      const value = inside.slice(0, from);
      return { name, args: length === -1 ? [value, start] : [value, start, inside.slice(length + 1)] };
    }
    default:
      return listed(name, inside);
  }
}

function listed(name: string, inside: readonly Token[]): Spelled {
  return { name, args: inside.length === 0 ? [] : splitAt(inside, ",") };
}
