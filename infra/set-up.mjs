// Installs the packages of infra/, unless the lock file is the one of the last time. Needs nothing but Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const here = new URL("./", import.meta.url);
const stamp = new URL("node_modules/.set-up", here);
const wanted = createHash("sha256")
  .update(readFileSync(new URL("package-lock.json", here)))
  .digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("infra: installing the packages of package-lock.json (about 250 MB)");
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", options, { cwd: here, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, wanted);
}
