/**
 * Does the work for each item, some at a time. A lane whose work fails takes no further item, so that a server that does not answer is
 * asked once a lane.
 * @param lanes how many are under way at a time
 * @throws what the first failing work throws
 */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const walk = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, walk));
}
