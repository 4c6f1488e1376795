/** Examples of the help, in the words of the warehouse that is asked for. Pure. */
import type { SourceDeclaration } from "../config/declared-source.ts";
import { flagsOfSource } from "../config/source-settings.ts";

/** Returns an example with `{sources}` and `{source}` filled in; with nothing in their place where no source is declared. */
export function fillExample(example: string, declared: readonly SourceDeclaration[]): string {
  const flags = declared.flatMap((source) => {
    const { files, jsonpaths } = flagsOfSource(source);
    const paths = jsonpaths === undefined ? [] : [`--${jsonpaths} data/${source.name}_paths.json`];
    return [`--${files} data/${source.name}`, ...paths];
  });
  const [first] = declared;
  const one = first && `--${flagsOfSource(first).files} s3://my-lake/${first.name}/`;
  return example
    .replace("{sources}", flags.join(" "))
    .replace("{source}", one ?? "")
    .replaceAll(/ {2,}/g, " ")
    .trimEnd();
}
