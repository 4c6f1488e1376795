/** What is asked of a tree more than once. */
import type { Statement } from "./statement.ts";

/**
 * Returns the question with its answers, each kept for as long as its tree is: a tree never changes, and whoever checks, locks, looks up
 * and plans a statement asks the same of it.
 */
export function keptByTree<T extends object>(ask: (tree: Statement) => T): (tree: Statement) => T {
  const answers = new WeakMap<Statement, T>();
  return (tree) => {
    const known = answers.get(tree);
    if (known !== undefined) return known;
    const answer = ask(tree);
    answers.set(tree, answer);
    return answer;
  };
}
