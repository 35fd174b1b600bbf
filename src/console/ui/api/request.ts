/** An answer that is no success. */
export class RequestError extends Error {
  readonly status: number;
  /** The answer itself: a `Problem`, or a `Conflict`. */
  readonly body: unknown;

  constructor(status: number, message: string, body: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

let csrfToken = "";

/** What the session says, for everything that is not a GET. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Asks the console's server. @param path below `api/` @throws RequestError */
export async function request<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = method === "GET" ? {} : { "x-csrf-token": csrfToken };
  if (body !== undefined) headers["content-type"] = "application/json";
  const response = await fetch(`api/${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new RequestError(0, "the console's server does not answer; is `mesh console` still running?", undefined);
  });
  const answer = (await readJson(response)) as Answer;
  if (response.ok) return answer;
  const { error } = (answer ?? {}) as { error?: unknown };
  const message = typeof error === "string" ? error : `the server answers with ${response.status}`;
  throw new RequestError(response.status, message, answer);
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RequestError(response.status, `the server's answer is not valid JSON: ${text.slice(0, 200)}`, text);
  }
}

export function formatError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
