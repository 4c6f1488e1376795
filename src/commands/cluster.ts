/** `dwh cluster`: looks at the Redshift cluster, waits for it, resumes or pauses it, through the AWS API. */
import {
  describeCluster,
  pauseCluster,
  requireClusterId,
  resumeCluster,
  waitUntilAvailable,
  type ClusterWait,
} from "../aws/cluster.ts";
import { parseDuration } from "../config/formats.ts";
import { ConfigError } from "../errors.ts";
import { EXIT } from "../names.ts";
import { waitingFor } from "../job/awake.ts";
import { pauseDueOf } from "../job/pause-due.ts";
import { printJson } from "../text/json-document.ts";
import { openStore } from "../store/open-store.ts";
import type { CommandContext } from "../cli/context.ts";

const ACTIONS: Readonly<Record<string, (id: string, waiting: ClusterWait) => Promise<unknown>>> = {
  status: () => Promise.resolve(),
  wait: waitUntilAvailable,
  resume: resumeCluster,
  pause: pauseCluster,
};

/** Does what the argument says, then prints what the cluster is now. */
export async function command(context: CommandContext): Promise<number> {
  const { args, config, flags, io } = context;
  const act = ACTIONS[args[0] ?? ""];
  if (act === undefined) {
    throw new ConfigError(`${JSON.stringify(args[0])} is not an action on a cluster`, {
      where: "command line of `dwh cluster`",
      next: `give one of ${Object.keys(ACTIONS).join(", ")}`,
    });
  }
  const id = requireClusterId(config.redshiftClusterId);
  await act(id, waitingFor(context, timeoutOf(flags.timeout)));
  // Someone who resumes or pauses it by hand is responsible for it: no run pauses it for them.
  if (act === resumeCluster || act === pauseCluster)
    await pauseDueOf(openStore(config), config.workUrl, id).clear();
  const cluster = await describeCluster(id);
  const { status, host, port, database } = cluster;
  if (flags.format === "json") io.writeOut(printJson(cluster));
  else io.writeOut(`${id} is ${status}${host === undefined ? "" : `, at ${host}:${port}/${database}`}\n`);
  return EXIT.done;
}

function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new ConfigError(`--timeout is ${JSON.stringify(text)}`, {
    next: "give a duration such as 90s, 45m or 1h30m",
  });
}
