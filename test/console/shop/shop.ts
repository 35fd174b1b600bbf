import { getRequestListener } from "@hono/node-server";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createConsole } from "../../../src/console/server/app.js";
import type { ClusterStatus, LiveState, RunEvent, WriteMode } from "../../../src/console/contract.js";
import { createGitHistory } from "../../../src/console/history/git-history.js";
import { joinHistory } from "../../../src/console/history/history.js";
import { createPage } from "../../../src/console/server/page.js";
import { createPlanner } from "../../../src/console/planner.js";
import { createPolicyFolder } from "../../../src/console/documents/policy-folder.js";
import type { EngineRun, Runner } from "../../../src/console/runs/runs.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { earlierReviews, folder, reviewsFile, shopFiles } from "./files.js";
import { shopManifests } from "./manifests.js";
import { shopSource } from "./source.js";
import { sampleLive, sampleObjects, sampleRun, sampleStatus, sampleUpdates } from "./samples.js";

/** What `npm run build` makes of the page. */
export const builtPage = join(import.meta.dirname, "../../../dist/console/ui");

export interface ShopOptions {
  write?: WriteMode;
  manifests?: readonly Manifest[];
  files?: Readonly<Record<string, string>>;
  /** What a run says; the last event is its end. */
  events?: readonly RunEvent[];
  /** How many events of a run are said before it waits to be cancelled; all of them otherwise. */
  holdAfter?: number;
}

/** A console of a small shop: the real server over real files in a repository; engine and cluster alone say what they are told to. */
export interface Shop {
  /** The address that lets in. */
  url: string;
  /** All files of policies by name. */
  read: () => Record<string, string>;
  /** As somebody else does it. */
  write: (file: string, text: string) => void;
  /** What has been run. */
  runs: EngineRun[];
  /** What the cluster says. */
  live: LiveState;
  /** What runs there. */
  status: ClusterStatus;
  /** Ends every connection, as a network that is lost for a moment. */
  disconnect: () => void;
  close: () => Promise<void>;
}

export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const { write = "apply", manifests = shopManifests, files = shopFiles } = options;
  const root = mkdtempSync(join(tmpdir(), "mesh-shop-"));
  commitFiles(root, files);
  const store = createPolicyFolder(root, folder);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const runs: EngineRun[] = [];
  const shop: Pick<Shop, "live" | "status"> = { live: sampleLive, status: sampleStatus };
  const mesh = createConsole(
    { stack: "dev", write, port },
    {
      files: store,
      planner: createPlanner(shopSource(manifests)),
      runner: createScript(runs, options),
      history: joinHistory(createGitHistory(root), {
        list: () => Promise.resolve([...sampleUpdates]),
        objects: (id) => sampleObjects[id],
      }),
      live: { look: () => Promise.resolve(shop.live) },
      status: () => Promise.resolve(shop.status),
      page: createPage(builtPage),
      createSecret: () => randomBytes(32).toString("base64url"),
    },
  );
  const answer = getRequestListener(mesh.fetch);
  server.on("request", (request, response) => void answer(request, response));
  return Object.assign(shop, {
    url: `http://127.0.0.1:${port}${mesh.entrance}`,
    read: () => Object.fromEntries([...store.read()].map(([file, { text }]) => [file, text])),
    write: (file: string, text: string) => writeFileSync(join(root, file), text),
    runs,
    disconnect: () => server.closeAllConnections(),
    close: async () => {
      await mesh.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  });
}

/** Stands in for the engine: says what it is told to. */
function createScript(runs: EngineRun[], { events = sampleRun, holdAfter = Infinity }: ShopOptions): Runner {
  return {
    run: async (run, tell, signal) => {
      runs.push(run);
      const said = events.slice(0, -1);
      said.slice(0, holdAfter).forEach(tell);
      if (holdAfter < events.length) {
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
        tell({ type: "diagnostic", level: "warning", message: "cancelled" });
        return 255;
      }
      const end = events.at(-1);
      return end?.type === "end" ? end.exitCode : 0;
    },
  };
}

/** Two commits: of the shop's reviews an earlier text as well. */
function commitFiles(root: string, files: Readonly<Record<string, string>>): void {
  execFileSync("git", ["init", "--quiet", root]);
  const earlier = reviewsFile in files ? { ...files, [reviewsFile]: earlierReviews } : {};
  commit(root, earlier, { author: "Grace", date: "2026-02-27T16:40:00Z", message: "Give up after 2 s" });
  commit(root, files, { author: "Ada", date: "2026-03-02T09:12:00Z", message: "Send a tenth to reviews v2" });
}

interface Commit {
  author: string;
  date: string;
  message: string;
}

function commit(root: string, files: Readonly<Record<string, string>>, { author, date, message }: Commit): void {
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, file);
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const who = { name: author, email: `${author.toLowerCase()}@example.com` };
  const env = {
    ...process.env,
    ...{ GIT_AUTHOR_NAME: who.name, GIT_AUTHOR_EMAIL: who.email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: who.name, GIT_COMMITTER_EMAIL: who.email, GIT_COMMITTER_DATE: date },
  };
  const git = (...args: string[]) => execFileSync("git", ["-C", root, ...args], { env });
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--no-gpg-sign", "--no-verify", "--message", message);
}
