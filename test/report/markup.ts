/** The tags of a page with the names of their attributes, as a parser would see them; throws for what is no tag. */
export function tagsIn(page: string): ReadonlySet<string> {
  const body = page.replace(/<style>.*?<\/style>/s, "<style></style>");
  const tags = new Set<string>();
  for (let at = body.indexOf("<"); at !== -1; at = body.indexOf("<", at)) {
    const tag = /^<(?:!doctype html|\/?([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*\/?)>/.exec(
      body.slice(at, at + 50_000),
    );
    if (tag === null) throw new Error(`no tag: ${body.slice(at, at + 80)}`);
    const names = [...(tag[2] ?? "").matchAll(/\s([\w:-]+)(?:="[^"]*")?/g)].map(([, name]) => name);
    tags.add([tag[1] ?? "doctype", ...names].join(" "));
    at += tag[0].length;
  }
  return tags;
}

/** What a reader sees, with single blanks. */
export function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(/<\/?(?:td|th|p|dd|dt|small|text|li|h\d|summary|tr|div|caption)\b[^>]*>/g, " ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");
}

/** The page without what its reader has to unfold. */
export function unfolded(page: string): string {
  return page.replaceAll(/<details\b(?![^>]* open)[^>]*>.*?<\/details>/gs, "");
}
