/** From a commit to a stack that runs it, and back to an earlier one. */
import { hasRepository, listImages, provideImage, requireCommit } from "./image.ts";
import { OperateError, type Operator } from "./operator.ts";
import { writeSetting } from "./stack-config.ts";
import { need, readOutputs, updateStack } from "./stack-state.ts";

/**
 * Brings the stack to the commit that is checked out. What can be wrong is asked before anything is made. The first time there is no
 * repository for the image yet, so everything else is made first; it is the repository in AWS that says so, and no answer that failed.
 * @throws OperateError when something that goes into the image is not committed, and as what is called fails.
 */
export async function deploy(op: Operator, args: readonly string[]): Promise<void> {
  const commit = await requireCommit(op);
  let outputs = await readOutputs(op);
  if (!(await hasRepository(op)) || outputs.repositoryUrl === undefined) {
    await updateStack(op, outputs.image, outputs.clusterId, args);
    outputs = await readOutputs(op);
  }
  const repository = need(outputs, "repositoryUrl");
  const digest = await provideImage(op, repository, commit);
  await updateStack(op, `${repository}@${digest}`, outputs.clusterId, args);
}

/** Lists the images that the stack can go back to, or goes back to that of a commit. @throws OperateError when no image, or more than one, is meant */
export async function rollback(op: Operator, [commit, ...args]: readonly string[]): Promise<void> {
  const outputs = await readOutputs(op);
  const repository = need(outputs, "repositoryUrl");
  const images = await listImages(op);
  if (commit === undefined) {
    for (const { tags, pushed, digest } of images)
      op.print(
        `${tags.join(" ")}  ${pushed}${outputs.image?.endsWith(digest) === true ? "  runs now" : ""}\n`,
      );
    return;
  }
  const meant = images.filter(({ tags }) => tags.some((tag) => tag.startsWith(commit)));
  const [image] = meant;
  if (image === undefined || meant.length > 1)
    throw new OperateError(
      `${meant.length === 0 ? "no image" : "more than one image"} is of commit ${commit}; type the command without it to list the images`,
    );
  await updateStack(op, `${repository}@${image.digest}`, outputs.clusterId, args);
  op.say("the next deploy or delivery brings the commit that it is made from: revert what was wrong first");
}

/**
 * Puts the image that runs into the stack's own file, for who calls Pulumi without these commands in a checkout that is thrown away:
 * without one Pulumi would take the task away.
 */
export async function keepImage(op: Operator): Promise<void> {
  const { image } = await readOutputs(op);
  if (image !== undefined) await writeSetting(op, "image", image);
}
