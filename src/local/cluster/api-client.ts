import { once } from "node:events";
import { Agent, request, type RequestOptions } from "node:https";
import type { IncomingMessage } from "node:http";

/** How to reach an API server. */
export interface ApiAccess {
  /** Port on loopback. */
  port: number;
  /** The certificate authority, PEM. */
  authority: string;
  /** Bearer token. */
  token: string;
}

export interface ApiClient {
  /** @throws where the answer is not 2xx, with its status and body */
  get(path: string): Promise<any>;
  /** The same for what answers with a text: the endpoints of health. */
  check(path: string): Promise<void>;
  /** A JSON merge patch; throws as `get` does. */
  patch(path: string, body: object): Promise<any>;
  /** Resolves when something in the list has changed since that version, or when the server ends the watch. */
  waitForChange(path: string, resourceVersion: string): Promise<void>;
  close(): void;
}

/** Milliseconds that a single answer may take. */
const timeout = 5000;

/**
 * The few calls that the local cluster makes itself, on one kept connection and with a watch. This is not the client of `cluster-access`:
 * `local` imports nothing of the library but its folders. Its supervisor runs as long as the cluster and is given port and token, so that it
 * loads neither readers of kubeconfigs nor @kubernetes/client-node, which takes 0.6 s.
 */
export function createApiClient({ port, authority, token }: ApiAccess): ApiClient {
  const agent = new Agent({ keepAlive: true, ca: authority });
  const base = { host: "127.0.0.1", port, agent, headers: { authorization: `Bearer ${token}` } };
  return {
    get: async (path) => JSON.parse(await readAnswer(await send({ ...base, path, timeout }))),
    check: async (path) => void (await readAnswer(await send({ ...base, path, timeout }))),
    patch: async (path, body) => {
      const headers = { ...base.headers, "content-type": "application/merge-patch+json" };
      const options = { ...base, path, method: "PATCH", headers, timeout };
      return JSON.parse(await readAnswer(await send(options, JSON.stringify(body))));
    },
    waitForChange: async (path, resourceVersion) => {
      const answer = await send({ ...base, path: `${path}?watch=true&resourceVersion=${resourceVersion}` });
      if (answer.statusCode !== 200) await readAnswer(answer);
      await Promise.race([once(answer, "data"), once(answer, "end")]);
      answer.destroy();
    },
    close: () => agent.destroy(),
  };
}

function send(options: RequestOptions, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(options, resolve);
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error(`no answer to ${options.path} within ${timeout / 1000} s`)));
    sent.end(body);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of answer.setEncoding("utf8")) text += String(chunk);
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 299) throw new Error(`the API server answered ${status}: ${text}`);
  return text;
}
