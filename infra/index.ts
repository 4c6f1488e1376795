/** What `pulumi up` runs: the configuration is checked as a whole, and only then is anything created. */
import * as pulumi from "@pulumi/pulumi";
import { parseSettings } from "./src/parse-settings.ts";
import { DECLARED } from "./src/source-keys.ts";
import { createStack } from "./src/stack.ts";

const prefix = `${pulumi.getProject()}:`;
const texts = new Map(
  Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]) => [key.slice(prefix.length), text]),
);
const parsed = parseSettings(pulumi.getStack(), new pulumi.Config("aws").get("region"), texts, DECLARED);
if (parsed.kind === "problems") {
  const mistake = new pulumi.RunError(
    `the configuration of stack ${pulumi.getStack()} is wrong:\n  ${parsed.problems.join("\n  ")}`,
  );
  // Nobody needs the stack, and on Node 20 Pulumi's launcher spends half a minute colouring its own source-mapped paths in it.
  mistake.stack = "";
  throw mistake;
}

// The launcher takes the outputs from the default export.
export default createStack(parsed.settings);
