/** How long something may hang before it is given up. It decides when a broken test ends, and never whether a sound one passes. */

const GIVEN = process.env["DWH_TEST_PATIENCE"] ?? "";
const FACTOR = GIVEN === "" ? 1 : Number(GIVEN);
if (!(FACTOR > 0))
  throw new Error(`DWH_TEST_PATIENCE is ${JSON.stringify(GIVEN)}; it must be a factor such as 3`);

/** Returns the limit in milliseconds, longer by the factor in DWH_TEST_PATIENCE. */
export const patience = (milliseconds: number): number => milliseconds * FACTOR;
