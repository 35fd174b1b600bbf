import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { noncePlaceholder } from "../contract.js";
import { addDocumentRoutes } from "./document-routes.js";
import type { ConsolePorts, ConsoleSettings } from "../ports.js";
import { Refusal } from "./refusal.js";
import { addRunRoutes } from "./run-routes.js";
import { createRuns } from "../runs/runs.js";
import { createPolicy, guardOrigin, guardSession, isApi, setHeaders } from "./security.js";

/** A console: requests to answers. */
export interface MeshConsole {
  fetch: (request: Request) => Response | Promise<Response>;
  /** Path and query of the address that lets a person in. */
  entrance: string;
  /** Ends a run that is under way, in order. */
  stop: () => Promise<void>;
}

/** Bytes of a body: two files of the largest size would be no change that a person makes by hand. */
const largestBody = 2 * 1024 * 1024;

export function createConsole(settings: ConsoleSettings, ports: ConsolePorts): MeshConsole {
  const { createSecret } = ports;
  const secrets = { token: createSecret(), cookie: createSecret(), csrf: createSecret() };
  const runs = createRuns(ports.runner, createSecret);
  const app = new Hono();
  app.use(setHeaders());
  app.use(guardOrigin(settings));
  app.use(guardSession(secrets, settings));
  app.use(bodyLimit({ maxSize: largestBody, onError: refuseBody }));
  const served = { settings, ports, secrets, runs };
  addDocumentRoutes(app, served);
  addRunRoutes(app, served);
  app.get("*", (context) => servePage(context, ports));
  app.notFound(({ req }) => {
    throw new Refusal(404, `there is no ${req.method} ${req.path}`);
  });
  app.onError(answerError);
  return { fetch: (request) => app.fetch(request), entrance: `/?token=${secrets.token}`, stop: runs.stop };
}

function refuseBody(): never {
  throw new Refusal(413, `the body is larger than ${largestBody} bytes`);
}

function servePage(context: Context, { page, createSecret }: ConsolePorts): Response | Promise<Response> {
  const { path } = context.req;
  const file = isApi(path) ? undefined : page.find(path);
  if (file === undefined) {
    if (path === "/" && !page.isBuilt()) throw new Refusal(503, "the page is not built; build it with: npm run build");
    return context.notFound();
  }
  if (path !== "/") return context.body(new Uint8Array(file.bytes), 200, { "content-type": file.type });
  const nonce = createSecret();
  const text = new TextDecoder().decode(file.bytes).replaceAll(noncePlaceholder, nonce);
  return context.body(text, 200, { "content-type": file.type, "content-security-policy": createPolicy(nonce) });
}

/** A problem as JSON; to a person who opens an address, as a line of text. */
function answerError(error: Error, context: Context): Response {
  const { status, problem } =
    error instanceof Refusal ? error : { status: 500 as const, problem: { error: error.message } };
  return isApi(context.req.path) ? context.json(problem, status) : context.text(`${problem.error}\n`, status);
}
