import { ApiRefusal, readServer } from "../../cluster-access/api-request.js";
import type { Unread } from "../facts.js";
import { CouldNotAsk } from "./could-not-ask.js";
import { createLimit } from "./limit.js";
import { readList } from "./read-list.js";

/** Requests that are under way at a time. */
const mostAtOnce = 8;

/** Asks one API server, and keeps account of what it does not say. */
export class Asker {
  readonly kubeconfig: string;
  readonly unread: Unread[] = [];
  readonly #limit = createLimit(mostAtOnce);

  constructor(kubeconfig: string) {
    this.kubeconfig = kubeconfig;
  }

  /**
   * Does one piece of reading. What is refused is noted, and undefined is its result.
   * @param what what is read, for people
   * @throws CouldNotAsk where nothing answers, or where the credentials are not valid
   */
  async try<Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await this.#limit(work);
    } catch (error) {
      const server = readServer(this.kubeconfig);
      const { message } = error as Error;
      if (!(error instanceof ApiRefusal)) {
        throw new CouldNotAsk(`the API server ${server} does not answer: ${message}`, { cause: error });
      }
      if (error.status === 401) {
        throw new CouldNotAsk(`the API server ${server} does not accept the credentials: ${message}`, { cause: error });
      }
      this.unread.push({ what, reason: message });
      return undefined;
    }
  }

  /** Reads a list in pages. One of a kind that the cluster does not know is empty. */
  async list<Item, Kept>(
    what: string,
    path: string,
    keep: (item: Item) => readonly Kept[],
  ): Promise<Kept[] | undefined> {
    return this.try(what, async () => {
      try {
        return await readList(this.kubeconfig, path, keep);
      } catch (error) {
        if (error instanceof ApiRefusal && error.status === 404) return [];
        throw error;
      }
    });
  }
}
