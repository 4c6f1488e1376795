/** What a key prefix takes in beside the folder or file that it names. Pure. */

/** Siblings of a prefix that are told apart; of more than that nobody wants to know. */
const MOST = 1000;

/** Takes the urls of all objects below a prefix. */
export interface SiblingSearch {
  add(url: string): void;
  /**
   * The folders and files beside the one that the prefix names, which begin with the same letters: `s3://lake/log_data` takes in
   * `s3://lake/log_data_old/`. None where the prefix names neither folder nor file: then it is meant as the beginning of names.
   */
  found(): readonly string[];
}

/** Returns a search that has seen nothing. */
export function searchSiblings(prefix: string): SiblingSearch {
  const siblings = new Set<string>();
  let named = false;
  return {
    add: (url) => {
      if (prefix.endsWith("/")) return;
      const rest = url.slice(prefix.length);
      const end = rest.indexOf("/");
      if (rest === "" || end === 0) named = true;
      else if (siblings.size < MOST) siblings.add(`${prefix}${end === -1 ? rest : rest.slice(0, end + 1)}`);
    },
    found: () => (named ? [...siblings] : []),
  };
}
