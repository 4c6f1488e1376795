/** What a key prefix takes in beside the folder or file that it names. Pure. */

/**
 * Returns the folders and files beside the one that the prefix names, which begin with the same letters: `s3://lake/log_data` takes in
 * `s3://lake/log_data_old/`. None where the prefix names neither folder nor file: then it is meant as the beginning of names.
 */
export function siblingsOf(prefix: string, urls: readonly string[]): readonly string[] {
  if (prefix.endsWith("/")) return [];
  const siblings = new Set<string>();
  let named = false;
  for (const url of urls) {
    const rest = url.slice(prefix.length);
    const end = rest.indexOf("/");
    if (rest === "" || end === 0) named = true;
    else siblings.add(`${prefix}${end === -1 ? rest : rest.slice(0, end + 1)}`);
  }
  return named ? [...siblings] : [];
}
