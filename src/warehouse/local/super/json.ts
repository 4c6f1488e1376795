/** JSON as a tree that keeps its numbers as they are written and its keys in their order; strict, as RFC 8259 has it. */

/** A value. */
export type Json =
  | { readonly kind: "null" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "array"; readonly items: readonly Json[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, Json])[] };

/** Returns the tree of a text; undefined where it is not JSON. */
export function readJson(text: string): Json | undefined {
  return new Reader(text).whole();
}

/** Returns the text of a tree, without blanks. */
export function writeJson(json: Json): string {
  switch (json.kind) {
    case "null":
      return "null";
    case "boolean":
      return String(json.value);
    case "number":
      return json.text;
    case "string":
      return JSON.stringify(json.value);
    case "array":
      return `[${json.items.map(writeJson).join(",")}]`;
    case "object":
      return `{${json.entries.map(([key, value]) => `${JSON.stringify(key)}:${writeJson(value)}`).join(",")}}`;
  }
}

const BLANKS = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- these are the characters that a string may not hold
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

/** Deeper than this is not data, and the stack of the process is finite. */
const DEEPEST = 1000;

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Json | undefined {
    this.take(BLANKS);
    const value = this.value(0);
    this.take(BLANKS);
    return this.at === this.text.length ? value : undefined;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }

  private symbol(sign: string): boolean {
    this.take(BLANKS);
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    this.take(BLANKS);
    return true;
  }

  private value(depth: number): Json | undefined {
    if (depth > DEEPEST) return undefined;
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"': {
        const value = this.string();
        return value === undefined ? undefined : { kind: "string", value };
      }
      default:
        return this.scalar();
    }
  }

  private scalar(): Json | undefined {
    const number = this.take(NUMBER);
    if (number !== undefined) return { kind: "number", text: number };
    const word = this.take(WORD);
    if (word === undefined) return undefined;
    return word === "null" ? { kind: "null" } : { kind: "boolean", value: word === "true" };
  }

  private string(): string | undefined {
    const found = this.take(STRING);
    if (found === undefined) return undefined;
    return found.includes("\\") ? (JSON.parse(found) as string) : found.slice(1, -1);
  }

  private array(depth: number): Json | undefined {
    this.symbol("[");
    const items: Json[] = [];
    if (this.symbolHere("]")) return { kind: "array", items };
    do {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.symbol(","));
    return this.symbolHere("]") ? { kind: "array", items } : undefined;
  }

  private object(depth: number): Json | undefined {
    this.symbol("{");
    const entries: (readonly [string, Json])[] = [];
    if (this.symbolHere("}")) return { kind: "object", entries };
    do {
      const key = this.string();
      if (key === undefined || !this.symbol(":")) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      entries.push([key, value]);
    } while (this.symbol(","));
    return this.symbolHere("}") ? { kind: "object", entries } : undefined;
  }

  /** A closing sign, and nothing of what is after it. */
  private symbolHere(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }
}
