/** The nodes that a cluster can be made of. */

/**
 * RA3 and RG, from the Redshift API; dc2 and ds2 are retired generations. Alone means: also as a single node. The most nodes are those
 * of the tables of "Node type details" (Management Guide, "Amazon Redshift provisioned clusters"), after an elastic resize: where a new
 * cluster may have fewer, the total capacity divided by that of a node. The row of ra3.large could not be read when this was written
 * (2 to 16, others say), so that nothing is refused that the next larger node may have; AWS itself refuses the rest.
 */
export const NODE_TYPES: ReadonlyMap<string, { readonly alone: boolean; readonly most: number }> = new Map([
  ["ra3.large", { alone: true, most: 32 }],
  ["ra3.xlplus", { alone: true, most: 32 }],
  ["ra3.4xlarge", { alone: false, most: 64 }],
  ["ra3.16xlarge", { alone: false, most: 128 }],
  ["rg.large", { alone: true, most: 16 }],
  ["rg.xlarge", { alone: false, most: 32 }],
  ["rg.4xlarge", { alone: false, most: 64 }],
  ["rg.12xlarge", { alone: false, most: 128 }],
]);
