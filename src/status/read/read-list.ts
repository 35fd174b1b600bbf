import { inTime, requestApi } from "../../cluster-access/api-request.js";

/** Objects of an answer: a large cluster has too many for one. */
const pageSize = 500;

interface Page<Item> {
  items?: Item[];
  metadata?: { continue?: string };
}

/**
 * Reads a list page by page, and keeps of each object only what is asked for.
 * @param path may have a query
 * @param keep what is kept of an object, none where nothing is
 * @throws ApiRefusal, and what Node.js throws where nothing answers
 */
export async function readList<Item, Kept>(
  kubeconfig: string,
  path: string,
  keep: (item: Item) => readonly Kept[],
): Promise<Kept[]> {
  const kept: Kept[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(pageSize), ...(next === undefined ? {} : { continue: next }) });
    const url = `${path}${path.includes("?") ? "&" : "?"}${query.toString()}`;
    const { items = [], metadata = {} } = await requestApi<Page<Item>>(kubeconfig, inTime(url));
    for (const item of items) kept.push(...keep(item));
    next = metadata.continue === "" ? undefined : metadata.continue;
  } while (next !== undefined);
  return kept;
}
