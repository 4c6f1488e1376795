/** What a server says to messages of a client, up to ReadyForQuery. */
import { fieldsOf, kindsOf, query, tagOf, valuesOf, type WireClient } from "./wire-client.ts";

/** Sends the messages at once. */
export async function answersTo(client: WireClient, ...messages: readonly (Buffer | string)[]) {
  client.send(...messages.map((message) => (typeof message === "string" ? query(message) : message)));
  const answers = await client.readTo("Z");
  const error = answers.find(({ type }) => type === "E");
  return {
    answers,
    kinds: kindsOf(answers),
    tags: tagOf(answers),
    rows: answers.filter(({ type }) => type === "D").map(valuesOf),
    notices: answers.filter(({ type }) => type === "N").map((notice) => fieldsOf(notice)["M"]),
    error: error === undefined ? undefined : fieldsOf(error),
    status: answers.at(-1)?.body.toString(),
  };
}

/** Names, type ids, sizes and modifiers of a RowDescription. */
export function columnsOf(answers: readonly { readonly type: string; readonly body: Buffer }[]) {
  const body = answers.find(({ type }) => type === "T")?.body ?? Buffer.from([0, 0]);
  const columns = [];
  for (let at = 2; at < body.length;) {
    const end = body.indexOf(0, at);
    columns.push({
      name: body.toString("utf8", at, end),
      oid: body.readInt32BE(end + 7),
      size: body.readInt16BE(end + 11),
      modifier: body.readInt32BE(end + 13),
    });
    at = end + 19;
  }
  return columns;
}
