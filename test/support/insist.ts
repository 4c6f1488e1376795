/** For what may come too early, and then does nothing: a cancel before its statement has started. */

/** Acts, each time when the act before is done, until the work has settled; settles as the work does. */
export async function insist<T>(work: Promise<T>, act: () => Promise<unknown>): Promise<T> {
  const state = { settled: false };
  const settle = (): void => {
    state.settled = true;
  };
  work.then(settle, settle);
  while (!state.settled) await act();
  return work;
}
