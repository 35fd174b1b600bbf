import { z } from "zod";
import { describeAllowed } from "../../text/schema-issues.js";
import type { Changes, FileChange, RunRequest } from "../contract.js";
import { requirePolicyName } from "../documents/files.js";
import { Refusal } from "./refusal.js";

/** Bytes of a file that the program takes. */
const largestText = 1024 * 1024;

const change = z.strictObject({
  file: z.string(),
  text: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= largestText, `it must be at most ${largestText} bytes`)
    .nullable(),
  version: z.string().nullable(),
});
const changes = z.strictObject({
  changes: z
    .array(change)
    .refine((all) => new Set(all.map(({ file }) => file)).size === all.length, "one file has two changes"),
});
const runRequest = changes.extend({ verb: z.enum(["preview", "up"]) });

/** The changes of a request. @throws Refusal */
export async function readChanges(request: Request, folder: string): Promise<FileChange[]> {
  const { changes: all }: Changes = await readBody(request, changes);
  for (const { file } of all) requirePolicyName(folder, file);
  return all;
}

/** A run that is asked for. @throws Refusal */
export async function readRunRequest(request: Request, folder: string): Promise<RunRequest> {
  const wanted: RunRequest = await readBody(request, runRequest);
  for (const { file } of wanted.changes) requirePolicyName(folder, file);
  return wanted;
}

async function readBody<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const type = request.headers.get("content-type") ?? "";
  // A form of another site can send anything but this without being asked for leave.
  if (!/^application\/json\s*(;|$)/.test(type)) throw new Refusal(415, "the body must be application/json");
  const text = await request.text();
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    [issue.path.join("."), describeAllowed(issue, undefined, () => undefined)].filter(Boolean).join(": "),
  );
  throw new Refusal(400, `the body is not as it should be: ${problems.join("; ")}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "the body is not valid JSON");
  }
}
