import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { computeId, computeOutputs, findRefusal, givenNames, nameProperties, replacedBy } from "./aws.js";
import { answerAws } from "../../components/aws-outputs.js";

const fromPulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const grpc = fromPulumi("@grpc/grpc-js");
const messages = fromPulumi("./proto/provider_pb");
const { PluginInfo } = fromPulumi("./proto/plugin_pb");
const { ResourceProviderService } = fromPulumi("./proto/provider_grpc_pb");
const { Empty } = fromPulumi("google-protobuf/google/protobuf/empty_pb");
const { Struct } = fromPulumi("google-protobuf/google/protobuf/struct_pb");

/** How Pulumi writes what is not known yet. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine's old and new inputs, or a resource's own; JSON but for secrets, which the engine takes off for us. */
export type Properties = Record<string, any>;

/** A resource that exists for the stand-in. */
export interface Existing {
  type: string;
  /** The last part of its URN. */
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** What is about to be done to which resource. */
export interface Step {
  verb: "create" | "update" | "delete" | "read";
  type: string;
  name: string;
}

/** A provider that the engine attaches to instead of starting a plugin. */
export interface StandIn {
  /** The environment that makes the engine attach to it for these packages, `aws` and `kubernetes`. */
  attach: (...packages: string[]) => Record<string, string>;
  /** `<verb> <type> <name>` of everything that was done, in order, when it had been done. */
  log: string[];
  /** By id and type. */
  existing: Map<string, Existing>;
  /** Called before each step; a text is the error that it fails with. */
  fail: (step: Step) => string | undefined;
  /** By type, what AWS decides otherwise than `aws.ts` does. */
  decided: Record<string, Properties>;
  /** Answers of functions, by token. */
  functions: Record<string, (args: Properties) => Properties>;
  close: () => void;
}

/**
 * Serves Pulumi's provider protocol (sdk/proto/pulumi/provider.proto) on loopback, in this process, so that a test sees every step and can
 * let it fail. It knows no schema: inputs are kept as they come, and `aws.ts` says what AWS would add to them or refuse.
 */
export async function startStandIn(): Promise<StandIn> {
  const standIn: StandIn = {
    attach: (...packages) => ({ PULUMI_DEBUG_PROVIDERS: packages.map((name) => `${name}:${port}`).join(",") }),
    log: [],
    existing: new Map(),
    fail: () => undefined,
    decided: {},
    functions: {},
    close: () => server.forceShutdown(),
  };
  const server = new grpc.Server();
  server.addService(ResourceProviderService, {
    ...configuration,
    ...createFunctions(standIn),
    ...createVerbs(standIn),
  });
  const port: number = await new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error: Error | null, bound: number) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return standIn;
}

/** A handler of one call of the protocol: gets the request, gives the answer or throws. */
type Handler = (request: any) => unknown;

function serve(handle: Handler) {
  return ({ request }: { request: any }, answer: (error: unknown, response?: unknown) => void) => {
    try {
      answer(null, handle(request));
    } catch (error) {
      answer({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    }
  };
}

const configuration = {
  attach: serve(() => new Empty()),
  cancel: serve(() => new Empty()),
  getPluginInfo: serve(() => fill(new PluginInfo(), { Version: "7.48.0" })),
  checkConfig: serve((request) => fill(new messages.CheckResponse(), { Inputs: request.getNews() })),
  // As the provider of Kubernetes does.
  diffConfig: serve((request) =>
    answerDiff(read(request.getOldInputs()), read(request.getNews()), ["clusterIdentifier"]),
  ),
  configure: serve(() => fill(new messages.ConfigureResponse(), { Supportspreview: true })),
};

function createFunctions(standIn: StandIn) {
  return {
    invoke: serve((request) => {
      const token: string = request.getTok();
      const args = read(request.getArgs());
      const answer = standIn.functions[token]?.(args) ?? answerAws(token, args);
      if (answer === undefined) throw new Error(`the stand-in has no function ${token}`);
      return fill(new messages.InvokeResponse(), { Return: write(answer) });
    }),
  };
}

function createVerbs(standIn: StandIn) {
  const { existing, log } = standIn;
  let number = 0;
  const done = ({ verb, type, name }: Step) => log.push(`${verb} ${shorten(type)} ${name}`);
  const begin = (verb: Step["verb"], request: any): Step => {
    const step = { verb, ...locate(request) };
    const reason = standIn.fail(step);
    if (reason !== undefined) throw new Error(reason);
    return step;
  };
  return {
    check: serve((request) => {
      const { type, name } = locate(request);
      const given = read(request.getNews());
      const property = nameProperties[type];
      const old = read(request.getOlds())[property ?? ""] as unknown;
      // As Pulumi's provider does: a name of its own, with something random, that it keeps.
      const own = property === undefined || property in given ? {} : { [property]: old ?? `${name}-${(number += 1)}` };
      return fill(new messages.CheckResponse(), { Inputs: write({ ...given, ...own }) });
    }),
    diff: serve((request) => {
      const { type } = locate(request);
      return answerDiff(
        read(request.getOldInputs()),
        read(request.getNews()),
        replacedBy[type] ?? [],
        givenNames[type],
      );
    }),
    create: serve((request) => {
      const inputs = read(request.getProperties());
      if (request.getPreview() === true) {
        const outputs = computeOutputs(locate(request).type, unknown, inputs);
        return answerCreate("", { ...inputs, ...(hide(outputs, inputs) as Properties) });
      }
      const step = begin("create", request);
      refuse(findRefusal(step, inputs, existing.values()));
      const id = computeId(step.type, inputs, (number += 1));
      const outputs = { ...inputs, ...computeOutputs(step.type, id, inputs), ...standIn.decided[step.type] };
      existing.set(`${id} ${step.type}`, { ...step, id, inputs, outputs });
      done(step);
      return answerCreate(id, outputs);
    }),
    read: serve((request) => {
      const step = begin("read", request);
      const found = existing.get(`${request.getId() as string} ${step.type}`);
      done(step);
      if (found === undefined) return new messages.ReadResponse();
      const answer = { Id: found.id, Properties: write(found.outputs), Inputs: write(found.inputs) };
      return fill(new messages.ReadResponse(), answer);
    }),
    update: serve((request) => {
      const inputs = read(request.getNews());
      const step = request.getPreview() === true ? undefined : begin("update", request);
      const { type } = locate(request);
      const id: string = request.getId();
      const computed = computeOutputs(type, id, inputs, read(request.getOlds()));
      const outputs = { ...inputs, ...computed, ...standIn.decided[type] };
      if (step !== undefined) {
        refuse(findRefusal(step, inputs, existing.values()));
        existing.set(`${id} ${type}`, { ...step, id, inputs, outputs });
        done(step);
      }
      return fill(new messages.UpdateResponse(), { Properties: write(outputs) });
    }),
    delete: serve((request) => {
      const step = begin("delete", request);
      const key = `${request.getId() as string} ${step.type}`;
      const found = existing.get(key);
      if (found !== undefined) refuse(findRefusal(step, found.inputs, existing.values(), found));
      existing.delete(key);
      done(step);
      return new Empty();
    }),
  };
}

function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw new Error(reason);
}

function locate(request: any): { type: string; name: string } {
  const [, , types = "", name = ""] = (request.getUrn() as string).split("::");
  return { type: types.split("$").at(-1) ?? "", name };
}

/** `aws:eks/nodeGroup:NodeGroup` is a NodeGroup. */
function shorten(type: string): string {
  return type.split(":").at(-1) ?? "";
}

function answerCreate(id: string, outputs: Properties) {
  return fill(new messages.CreateResponse(), { Id: id, Properties: write(outputs) });
}

function answerDiff(old: Properties, now: Properties, replacing: readonly string[], givenName?: string) {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const changed = keys.filter((key) => !isDeepStrictEqual(old[key], now[key]));
  const { DIFF_NONE: none, DIFF_SOME: some } = messages.DiffResponse.DiffChanges;
  return fill(new messages.DiffResponse(), {
    Changes: changed.length === 0 ? none : some,
    DiffsList: changed,
    ReplacesList: changed.filter((key) => replacing.includes(key)),
    Deletebeforereplace: givenName !== undefined && old[givenName] === now[givenName],
  });
}

/** What is no input is AWS's to decide, and unknown in a preview. */
function hide(output: unknown, input: unknown): unknown {
  if (isDeepStrictEqual(output, input)) return output;
  if (typeof output !== "object" || output === null || Array.isArray(output)) return unknown;
  const inputs = (input ?? {}) as Properties;
  return Object.fromEntries(Object.entries(output).map(([key, inner]) => [key, hide(inner, inputs[key])]));
}

function fill(message: any, fields: Properties): unknown {
  for (const [field, value] of Object.entries(fields)) message[`set${field}`](value);
  return message;
}

function read(struct: any): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

function write(properties: Properties): unknown {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}
