/** What is wrong with compressed bytes. */

/**
 * `other`: they are not of that compression, from the first byte on; `cut`: they end too early; `damaged`: some are not what they were, by
 * their form, their length or their checksum; `more`: something else stands after the end.
 */
export type FaultKind = "other" | "cut" | "damaged" | "more";

/** Bytes that are not whole, or not of the compression that they should be of. */
export class CompressionFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, says: string, cause?: unknown) {
    super(says, cause === undefined ? undefined : { cause });
    this.name = "CompressionFault";
    this.kind = kind;
  }
}
