// What stands between a client and a server, and tells what went through.
import { connect, createServer } from "node:net";

/** A wire that holds every byte back for so long, in both directions, and counts what the client says between two answers, and the bytes that come back. */
export async function putBetween(port, delay) {
  const wire = { messages: 0, bytes: 0 };
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    let answered = true;
    const pass = (from, to, seen) => {
      from.setNoDelay(true);
      from.on("error", () => undefined);
      from.on("data", (chunk) => {
        seen(chunk);
        setTimeout(() => to.writable && to.write(chunk), delay);
      });
      from.on("close", () => setTimeout(() => to.destroySoon(), delay));
    };
    pass(client, upstream, () => {
      if (answered) wire.messages++;
      answered = false;
    });
    pass(upstream, client, (chunk) => {
      answered = true;
      wire.bytes += chunk.length;
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  wire.port = server.address().port;
  wire.close = () => new Promise((resolve) => server.close(resolve));
  return wire;
}
