import { readFile } from "node:fs/promises";
import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestTls, type RequestOptions } from "node:https";
import { text } from "node:stream/consumers";
import { runCredentialPlugin } from "./credential-plugin.js";
import { readCurrentContext, type KubeconfigFields } from "../cluster-access/kubeconfig.js";

/** A request to the API server. */
export interface ApiRequest {
  /** @default "GET" */
  method?: "GET" | "POST" | "PATCH";
  /** Path with query: `/api/v1/namespaces/shop`. */
  path: string;
  /** Sent as JSON. @default none */
  body?: object;
  /** Of the body. @default "application/json" */
  contentType?: string;
  /** In which forms it may come. @default JSON, else anything */
  accept?: string;
  /** Ends it. @default never */
  signal?: AbortSignal;
}

/** Milliseconds that one answer may take. */
const patience = 15_000;

/** A request to read a path, which ends where no answer comes in time. */
export function inTime(path: string): ApiRequest {
  return { path, signal: AbortSignal.timeout(patience) };
}

/** The API server answered, and not with what it was asked for. */
export class ApiRefusal extends Error {
  /** HTTP status code. */
  public readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** How much of an answer that nobody expects is shown. */
const shownCharacters = 80;

/** URL of the API server in a kubeconfig's current context, or a text that says there is none. */
export function readServer(kubeconfig: string): string {
  const { server } = readCurrentContext(kubeconfig).cluster;
  return typeof server === "string" ? server : "(no cluster in the kubeconfig)";
}

/**
 * One request for JSON to the API server of a kubeconfig's current context.
 * @throws ApiRefusal for any answer but success, and what Node.js throws where nothing answers
 */
export async function requestApi<T>(kubeconfig: string, request: ApiRequest): Promise<T> {
  const text = await requestText(kubeconfig, request);
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new ApiRefusal(200, describeOther(request, text), { cause: error });
  }
}

/** The same for what may not be there, which is undefined then. */
export async function requestIfThere<T>(kubeconfig: string, request: ApiRequest): Promise<T | undefined> {
  try {
    return await requestApi<T>(kubeconfig, request);
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return undefined;
    throw error;
  }
}

/** The same for what is not valid JSON, as logs are. */
export async function requestText(
  kubeconfig: string,
  {
    method = "GET",
    path,
    body,
    contentType = "application/json",
    accept = "application/json, */*",
    signal,
  }: ApiRequest,
): Promise<string> {
  const url = new URL(path, readServer(kubeconfig));
  const credentials = await computeCredentials(kubeconfig);
  const headers = { accept, "content-type": contentType, ...credentials.headers };
  const request = url.protocol === "http:" ? requestPlain : requestTls;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, { ...credentials, method, headers, signal }, resolve).on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
  const content = await text(answer);
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 299) throw new ApiRefusal(status, parseStatusMessage(content) ?? `HTTP ${status}`);
  return content;
}

// A kubeconfig's fields, https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/. What is just written there is
// read here: the Kubernetes client takes 0.6 s to load, a tenth of an `up` without changes, and is left to those who act for
// somebody else or whose way leads through a proxy.
/** What a request needs to be let in. */
export async function computeCredentials(kubeconfig: string): Promise<RequestOptions> {
  const { cluster, user: written } = readCurrentContext(kubeconfig);
  const user = written.exec === undefined ? written : await runCredentialPlugin(written);
  const needsClient = user["auth-provider"] ?? user.as ?? cluster["proxy-url"];
  if (needsClient !== undefined) return askClient(cluster, user);
  const token = typeof user.tokenFile === "string" ? await readFile(user.tokenFile, "utf8") : user.token;
  return {
    ca: await readData(cluster, "certificate-authority"),
    cert: await readData(user, "client-certificate"),
    key: await readData(user, "client-key"),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
    ...(typeof cluster["tls-server-name"] === "string" ? { servername: cluster["tls-server-name"] } : {}),
    ...(typeof user.username === "string" ? { auth: `${user.username}:${String(user.password)}` } : {}),
    headers: typeof token === "string" ? { authorization: `Bearer ${token.trim()}` } : {},
  };
}

async function askClient(cluster: KubeconfigFields, user: KubeconfigFields): Promise<RequestOptions> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const name = "only";
  const text = {
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
  config.loadFromString(JSON.stringify(text));
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return options;
}

/** The text in `<name>-data`, else the file that `<name>` names. */
async function readData(fields: KubeconfigFields, name: string): Promise<Buffer | undefined> {
  const data = fields[`${name}-data`];
  if (typeof data === "string") return Buffer.from(data, "base64");
  const file = fields[name];
  return typeof file === "string" ? readFile(file) : undefined;
}

/** A proxy, a page to log in, or another server than Kubernetes' answers at this address. */
function describeOther({ method = "GET", path }: ApiRequest, text: string): string {
  const given = text.slice(0, shownCharacters).replaceAll(/\s+/g, " ").trim();
  return `it answers ${method} ${path} without JSON, as no Kubernetes API server does: ${given || "nothing"}`;
}

/** What an answer says that is no success; undefined where it is not of the API server. */
export function parseStatusMessage(body: string): string | undefined {
  try {
    const status: unknown = JSON.parse(body);
    if (typeof status !== "object" || status === null || !("message" in status)) return undefined;
    return String(status.message);
  } catch {
    // Whatever stands before the API server answers in words of its own.
    return undefined;
  }
}
