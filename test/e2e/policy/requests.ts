import { kubectl, tryKubectl } from "./cluster.js";

/** One answer that the echo client got. */
export interface Answer {
  /** HTTP status or, of gRPC and TCP, 200 where it went well; undefined where there was no answer. */
  status?: number;
  /** Response headers, in lower case. */
  headers: Record<string, string>;
  /** Name of the pod that answered; undefined where a proxy did. */
  pod?: string;
  /** Its version. */
  version?: string;
  /** Request headers that arrived there, in lower case. */
  received: Record<string, string>;
  /** The answer's body. */
  body: string;
}

/** What the client is to do; see its `--help` for `flags`. */
export interface Request {
  /** Namespace and Deployment that call, `shop/client-v1`, or the pod: `shop/pod/client-v1-0`. */
  from: string;
  url: string;
  /** How often. @default 1 */
  count?: number;
  headers?: Record<string, string>;
  flags?: readonly string[];
}

/** Sends bounded requests from a pod by the echo client; an answer that could not be had is one without status. */
export async function call({ from, ...asked }: Request): Promise<Answer[]> {
  const [namespace = "", ...caller] = from.split("/");
  const pod = caller.length > 1 ? caller.join("/") : `deploy/${caller.join()}`;
  const client = createClientCommand(asked);
  const { stdout, stderr } = await tryKubectl(["-n", namespace, "exec", pod, "-c", "echo", "--", ...client]);
  if (!/^\[0|requests|first error/m.test(stdout)) throw new Error(`the client did not run: ${stderr}${stdout}`);
  return readAnswers(stdout, asked.count ?? 1);
}

/** The command of the echo client for bounded requests. */
export function createClientCommand({ url, count = 1, headers = {}, flags = [] }: Omit<Request, "from">): string[] {
  // The client reads the flag as a line of CSV.
  const given = Object.entries(headers).flatMap(([name, value]) => ["-H", `"${name}:${value.replaceAll('"', '""')}"`]);
  return ["client", `--count=${count}`, ...given, ...flags, url];
}

/** The answers that the echo client printed. */
export function readAnswers(output: string, count: number): Answer[] {
  return Array.from({ length: count }, (_, index) => readAnswer(output, index));
}

/** Sends the same requests again and again while work is done, at most 45 times. @throws what the work throws */
export async function callDuring(request: Request, work: () => Promise<unknown>): Promise<Answer[]> {
  let isDone = false;
  const load = async () => {
    const answers: Answer[] = [];
    for (let round = 0; round < 45 && !isDone; round++) answers.push(...(await call(request)));
    return answers;
  };
  const worked = async () => {
    try {
      await work();
    } finally {
      isDone = true;
    }
  };
  const [answers] = await Promise.all([load(), worked()]);
  return answers;
}

/** Statuses of bounded requests, `none` where there was no answer, each with how often. */
export function countStatuses(answers: readonly Answer[]): Record<string, number> {
  return countBy(answers, ({ status }) => String(status ?? "none"));
}

/** How many answers have each key. */
export function countBy(
  answers: readonly Answer[],
  key: (answer: Answer) => string | undefined,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const name = key(answer) ?? "none";
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function readAnswer(output: string, index: number): Answer {
  const read = (prefix: string) =>
    output
      .split("\n")
      .filter((line) => line.startsWith(`[${index}${prefix}] `))
      .map((line) => line.slice(index.toString().length + prefix.length + 3));
  const find = (lines: readonly string[], name: string) =>
    lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
  const head = read("");
  const body = read(" body");
  // What is not HTTP has no status beside the body.
  const status = find(head, "StatusCode") ?? find(body, "StatusCode");
  return {
    status: status === undefined ? undefined : Number(status),
    headers: readHeaders(head, "ResponseHeader"),
    pod: find(body, "Hostname"),
    version: find(body, "ServiceVersion"),
    received: readHeaders(body, "RequestHeader"),
    body: body.join("\n"),
  };
}

function readHeaders(lines: readonly string[], name: string): Record<string, string> {
  const own = lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));
  return Object.fromEntries(
    own.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1)]),
  );
}

/** What a Deployment's sidecars logged; Envoy writes its access log every 10 s at the latest. */
export function readAccessLog(namespace: string, deployment: string): Promise<string> {
  return kubectl([
    "-n",
    namespace,
    "logs",
    `deploy/${deployment}`,
    "--all-pods",
    "--container=istio-proxy",
    "--tail=-1",
  ]);
}

/** Envoy's own counters of one pod of a Deployment whose names match, by name. */
export async function readStats(
  namespace: string,
  deployment: string,
  filter: string,
): Promise<Record<string, number>> {
  const path = `stats?filter=${encodeURIComponent(filter)}`;
  const agent = ["pilot-agent", "request", "GET", path];
  const text = await kubectl(["-n", namespace, "exec", `deploy/${deployment}`, "-c", "istio-proxy", "--", ...agent]);
  const lines = text.split("\n").filter((line) => /: \d+$/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(": ")), Number(line.slice(line.lastIndexOf(": ") + 2))]),
  );
}
