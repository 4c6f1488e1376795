/** More nodes, fewer, or others. */
import { askAws } from "./aws-cli.ts";
import { waitForCluster, wakeCluster } from "./cluster.ts";
import { OperateError, type Operator } from "./operator.ts";
import { writeSetting } from "./stack-config.ts";
import { need, readOutputs, updateStack } from "./stack-state.ts";
import { requireWhole } from "./status.ts";

interface Offers {
  readonly NodeConfigurationOptionList?: readonly {
    readonly NodeType?: string;
    readonly NumberOfNodes?: number;
  }[];
}

/**
 * Resizes the cluster: elastically where AWS offers that, and else classically, which has to be asked for by `--classic`. Then it writes
 * the setting and lets Pulumi see it, which would resize classically by itself.
 * @throws OperateError when the numbers are wrong, it would be a classic resize that nobody asked for, and as AWS refuses.
 */
export async function resize(op: Operator, args: readonly string[]): Promise<void> {
  const words = args.filter((arg) => !arg.startsWith("--"));
  const nodes = requireWhole(words[0], "the number of nodes", 1);
  const outputs = await readOutputs(op);
  const id = need(outputs, "clusterId");
  const cluster = await wakeCluster(op, id);
  const nodeType = words[1] ?? cluster.nodeType;
  if (cluster.nodes !== nodes || cluster.nodeType !== nodeType) {
    const isElastic = await offersElastic(op, id, nodes, nodeType);
    if (!isElastic && !args.includes("--classic"))
      throw new OperateError(
        `from ${cluster.nodes} × ${cluster.nodeType} to ${nodes} × ${nodeType} there is only a classic resize: ` +
          `${classic(nodes, nodeType)}. What runs is cut off, and made up for. Make a snapshot first (\`snapshots\`), then add --classic`,
      );
    op.say(
      isElastic
        ? nodeType === cluster.nodeType
          ? "an elastic resize takes minutes: queries wait or are cut off, a run that is cut off is rolled back and made up for"
          : "an elastic resize to other nodes: the warehouse is read-only until it ends, and then all connections are cut off; a run that fails is made up for"
        : `a classic resize: ${classic(nodes, nodeType)}`,
    );
    await askAws(op, "redshift resize-cluster", {
      "cluster-identifier": id,
      "cluster-type": nodes === 1 ? "single-node" : "multi-node",
      "node-type": nodeType,
      "number-of-nodes": String(nodes),
      classic: !isElastic,
    });
    await waitForCluster(op, id, /^available$/);
  }
  await writeSetting(op, "nodes", String(nodes));
  await writeSetting(op, "nodeType", nodeType);
  await updateStack(op, outputs.image, id, [
    "--refresh",
    ...args.filter((arg) => arg.startsWith("--") && arg !== "--classic"),
  ]);
}

/**
 * Management Guide, "Classic resize": to two or more RA3 nodes the cluster restarts and may be written to after that; to anything else it
 * is read-only until the end. The page says nothing of RG.
 */
function classic(nodes: number, nodeType: string): string {
  return nodes > 1 && nodeType.startsWith("ra3.")
    ? "the warehouse restarts, which takes minutes, and is slower for hours"
    : "the warehouse restarts, and is read-only for hours, or days with much data";
}

/** API Reference, "DescribeNodeConfigurationOptions": what an elastic resize of this cluster can do. */
async function offersElastic(op: Operator, id: string, nodes: number, nodeType: string): Promise<boolean> {
  const { NodeConfigurationOptionList: options = [] } = await askAws<Offers>(
    op,
    "redshift describe-node-configuration-options",
    { "action-type": "resize-cluster", "cluster-identifier": id },
  );
  return options.some((one) => one.NodeType === nodeType && one.NumberOfNodes === nodes);
}
