import { createConsole } from "../../src/console/server/app.js";
import type { FileChange, RunEvent } from "../../src/console/contract.js";
import { computeVersion, findStale, type FileStore, type StoredFile } from "../../src/console/documents/files.js";
import { joinHistory } from "../../src/console/history/history.js";
import { createPlanner, type StackSource } from "../../src/console/planner.js";
import type { ConsolePorts, ConsoleSettings } from "../../src/console/ports.js";
import type { EngineRun } from "../../src/console/runs/runs.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import type { StackSettings } from "../../src/plan/mesh-of-stack.js";
import { loadManifests } from "../../src/text/manifest-text.js";

/** A console over ports in memory, and what reached them. */
export interface TestConsole {
  files: Map<string, string>;
  kept: FileChange[][];
  runs: EngineRun[];
  /** Sends what a page of the console sends: cookie, origin, CSRF token. */
  send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Sends just this, with the right Host. */
  raw: (method: string, path: string, headers?: Record<string, string>, body?: string) => Promise<Response>;
  token: string;
  csrf: string;
  cookie: string;
  stop: () => Promise<void>;
}

export const port = 4711;
export const origin = `http://127.0.0.1:${port}`;
export const folder = "stacks/dev/policies";

/** Two services, of which one calls the other. */
export const shop = loadManifests(
  ["web", "reviews"]
    .map(
      (name) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { serviceAccountName: ${name}, containers: [{ name: app, image: app }] }
---
`,
    )
    .join(""),
  "stacks/dev/apps/shop.yaml",
).manifests;

export const reviews = `# Reviews answer within 3 s.
service: shop/reviews
timeout: 3s
`;
export const web = "service: shop/web\ncalls: [shop/reviews]\n";

/** The mesh of `shop`. */
export function sourceOf(manifests: readonly Manifest[] = shop, config: StackSettings = {}): StackSource {
  const facts = {
    settings: { applications: { shop: { namespace: "shop" } }, namespaces: { shop: {} }, ...config },
    applications: { manifests: { shop: [...manifests] }, findings: [] },
    definitions: [],
  };
  return { version: () => "1", read: () => facts };
}

export interface TestSettings extends Partial<ConsoleSettings> {
  files?: Record<string, string>;
  ports?: Partial<ConsolePorts>;
  /** What the engine says, and how it ends. */
  engine?: (run: EngineRun, tell: (event: RunEvent) => void, signal: AbortSignal) => Promise<number>;
}

export async function startConsole(settings: TestSettings = {}): Promise<TestConsole> {
  const files = new Map(
    Object.entries(settings.files ?? { [`${folder}/reviews.yaml`]: reviews, [`${folder}/web.yaml`]: web }),
  );
  const kept: FileChange[][] = [];
  const runs: EngineRun[] = [];
  let secrets = 0;
  const { fetch, entrance, stop } = createConsole(
    { stack: "dev", write: "apply", port, ...settings },
    {
      files: createMemory(files),
      planner: createPlanner(sourceOf()),
      runner: {
        run: (run, tell, signal) => {
          runs.push(run);
          return settings.engine?.(run, tell, signal) ?? Promise.resolve(0);
        },
      },
      history: joinHistory(
        { list: () => Promise.resolve([]), text: () => Promise.resolve(undefined), keep: keepIn(kept) },
        { list: () => Promise.resolve([]), objects: () => undefined },
      ),
      live: { look: () => Promise.resolve({ pods: [], accessLog: [] }) },
      status: () => Promise.resolve({ unreachable: "no cluster" }),
      page: { find: () => undefined, isBuilt: () => false },
      createSecret: () => `secret-${(secrets += 1)}`,
      ...settings.ports,
    },
  );
  const raw: TestConsole["raw"] = async (method, path, headers = {}, body) => {
    const given = { host: `127.0.0.1:${port}`, ...headers };
    return fetch(new Request(origin + path, { method, headers: given, body }));
  };
  const cookie = (await raw("GET", entrance)).headers.get("set-cookie")?.split(";")[0] ?? "";
  const { csrfToken: csrf } = (await (await raw("GET", "/api/session", { cookie })).json()) as { csrfToken: string };
  const send: TestConsole["send"] = (method, path, body, headers = {}) => {
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    const given = { cookie, origin, "sec-fetch-site": "same-origin", "x-csrf-token": csrf, ...json, ...headers };
    return raw(method, path, given, body === undefined ? undefined : JSON.stringify(body));
  };
  const token = new URL(entrance, origin).searchParams.get("token") ?? "";
  return { files, kept, runs, send, raw, token, csrf, cookie, stop };
}

function keepIn(kept: FileChange[][]) {
  return (changes: readonly FileChange[]) => {
    kept.push([...changes]);
  };
}

function createMemory(files: Map<string, string>): FileStore {
  const read = () =>
    new Map(
      [...files].map(([file, text]): [string, StoredFile] => [
        file,
        { text, version: computeVersion(text), isForeign: false },
      ]),
    );
  return {
    folder,
    read,
    write: (changes) => {
      const conflicts = findStale(read(), changes);
      if (conflicts.length > 0) return { conflicts };
      for (const { file, text } of changes) {
        if (text === null) files.delete(file);
        else files.set(file, text);
      }
      return {
        written: changes.map(({ file, text }) => ({ file, version: text === null ? null : computeVersion(text) })),
      };
    },
  };
}
