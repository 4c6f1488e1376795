/** What the thread that compiles is asked, and what it answers. */
import type { Relation } from "../bind/relation.ts";
import type { SessionFacts } from "../bind/session-facts.ts";
import type { CarriedError } from "./carried-error.ts";

/** One question; the thread has the text of the last one still in its memory, read. */
export type Question =
  | { readonly kind: "read" | "check"; readonly sql: string }
  | {
      readonly kind: "plan";
      readonly sql: string;
      readonly relations: ReadonlyMap<string, Relation>;
      readonly session: SessionFacts;
      readonly describes: boolean;
    };

/** Its answer. */
export type Answer = { readonly value: unknown } | { readonly error: CarriedError };
