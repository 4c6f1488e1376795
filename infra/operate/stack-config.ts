/** `Pulumi.<stack>.yaml`, which git follows, and the copy of it that has the image too, which git does not. */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { OperateError, type Operator } from "./operator.ts";

/** Where the copies are; `.gitignore` has it. */
const FOLDER = ".operate";

/** The name of the stack's file. */
export const fileOf = ({ stack }: Operator): string => `Pulumi.${stack}.yaml`;

/** Returns a value of the stack's configuration. @throws OperateError when it is not set, or Pulumi cannot say */
export async function readSetting(op: Operator, key: string): Promise<string> {
  const { code, stdout, stderr } = await op.programs.ask("pulumi", [
    "config",
    "get",
    key,
    "--stack",
    op.stack,
  ]);
  if (code !== 0) throw new OperateError(`cannot read ${key} of stack ${op.stack}: ${stderr.trim()}`);
  return stdout.trim();
}

/** Sets a value in the file that git follows; `sayWhatToCommit` tells of it. @throws OperateError when Pulumi refuses */
export async function writeSetting(op: Operator, key: string, text: string): Promise<void> {
  const args = ["config", "set", key, text, "--stack", op.stack];
  const { code, stderr } = await op.programs.ask("pulumi", args);
  if (code !== 0) throw new OperateError(`cannot set ${key} of stack ${op.stack}: ${stderr.trim()}`);
}

/**
 * Makes the copy with this image anew and returns the options of Pulumi that use it; without an image, those of the stack's own file,
 * which are none. Which image runs changes with every commit, so it must not be in a file that commits change.
 * @throws OperateError when there is no file of the stack, or Pulumi refuses.
 */
export async function configWith(op: Operator, image: string | undefined): Promise<readonly string[]> {
  if (image === undefined) return [];
  const [own, copy] = [join(op.folder, fileOf(op)), join(FOLDER, fileOf(op))] as const;
  if (!existsSync(own))
    throw new OperateError(`there is no ${fileOf(op)}; commit the one of stack ${op.stack}`);
  mkdirSync(join(op.folder, FOLDER), { recursive: true });
  copyFileSync(own, join(op.folder, copy));
  const options = ["--config-file", copy];
  const args = ["config", "set", "image", image, "--stack", op.stack, ...options];
  const { code, stderr } = await op.programs.ask("pulumi", args);
  if (code !== 0) throw new OperateError(`cannot set the image of stack ${op.stack}: ${stderr.trim()}`);
  return options;
}

/** Says so when the stack's file has changes that are not committed: whoever delivers next has it as it is in the repository. */
export async function sayWhatToCommit(op: Operator): Promise<void> {
  const { stdout } = await op.programs.ask("git", ["status", "--porcelain", "--", fileOf(op)]);
  if (stdout.trim() !== "")
    op.say(
      `now commit ${fileOf(op)}: its changes are only here, and the next delivery from elsewhere undoes them`,
    );
}
