/** The nodes that a cluster can be made of. */

/**
 * RA3 and RG, from the Redshift API; dc2 and ds2 are retired generations. Alone means: also as a single node. The numbers are those of
 * "Node type details" (Management Guide, "Amazon Redshift provisioned clusters"): the most nodes after an elastic resize, where a new
 * cluster may have fewer.
 */
export const NODE_TYPES: ReadonlyMap<string, { readonly alone: boolean; readonly most: number }> = new Map([
  ["ra3.large", { alone: true, most: 16 }],
  ["ra3.xlplus", { alone: true, most: 32 }],
  ["ra3.4xlarge", { alone: false, most: 64 }],
  ["ra3.16xlarge", { alone: false, most: 128 }],
  ["rg.large", { alone: false, most: 16 }],
  ["rg.xlarge", { alone: false, most: 32 }],
  ["rg.4xlarge", { alone: false, most: 64 }],
  ["rg.12xlarge", { alone: false, most: 128 }],
]);
