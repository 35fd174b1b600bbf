import * as pulumi from "@pulumi/pulumi";
import { afterAll, afterEach, beforeEach, vi } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { answerAws, computeAwsOutputs } from "./aws-outputs.js";
import { renderFakeController } from "./fake-controller-chart.js";
import { fakeCharts } from "./fake-charts.js";

const fromPulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const { credentials } = fromPulumi("@grpc/grpc-js");
const { Struct } = fromPulumi("google-protobuf/google/protobuf/struct_pb.js");
const { CallbacksClient } = fromPulumi("./proto/callback_grpc_pb");
const { CallbackInvokeRequest } = fromPulumi("./proto/callback_pb");
const { ResourceHookRequest, ResourceHookResponse } = fromPulumi("./proto/resource_pb");

// Pulumi's mocks with a reader of the raw requests: the mocks themselves show neither options nor secrets.

/** One resource as the engine was asked to make it. Secret inputs stand as `{ secret: value }`. */
export interface Registered {
  type: string;
  name: string;
  /** Name of the parent; the stack's children have none. */
  parent?: string;
  inputs: Record<string, any>;
  outputs?: Record<string, any>;
  /** `<name>` of every resource it waits for. */
  dependsOn: string[];
  /** Name of its provider resource. */
  provider?: string;
  version: string;
  retainOnDelete: boolean;
  beforeCreate: string[];
  beforeUpdate: string[];
  afterCreate: string[];
  afterUpdate: string[];
  beforeDelete: string[];
  ignoreChanges: string[];
}

/** One call of `kubernetes:helm:template`, with the name and the inputs of its provider. */
export interface Rendering {
  options: Record<string, any>;
  provider: string;
}

/** A hook as the engine knows it. */
export interface Hook {
  /** Whether it runs in a preview too. */
  onDryRun: boolean;
  /** Calls it as the engine would, for a resource with these inputs. @returns the message that it fails with, if it does */
  call: (inputs?: object, before?: object) => Promise<string | undefined>;
}

/** What a program asked of the engine. */
export interface Run {
  resources: Registered[];
  renderings: Rendering[];
  /** By name. They can be called while the program runs. */
  hooks: Record<string, Hook>;
  outputs: pulumi.Inputs;
}

const secretKey = "4dabf18193072939515e22adb298388d";

/** Runs a program against the mocks, as the engine would run it in a stack `dev` of a project `shop`. */
export async function runProgram(
  program: (run: Run) => Promise<pulumi.Inputs> | pulumi.Inputs,
  preview = false,
): Promise<Run> {
  const run: Run = { resources: [], renderings: [], hooks: {}, outputs: {} };
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        // What AWS decides is unknown in a preview, as long as nothing is there.
        const isUnknown = preview && type.startsWith("aws:");
        return {
          id: custom && !isUnknown ? `${name}-id` : undefined,
          state: isUnknown ? inputs : { ...inputs, ...computeAwsOutputs(type, name, inputs) },
        };
      },
      call: ({ token, inputs, provider = "" }) => {
        const ofAws = answerAws(token, inputs);
        if (ofAws !== undefined) return ofAws;
        const options = JSON.parse(inputs.jsonOpts) as Record<string, any>;
        run.renderings.push({ options, provider: nameOf(provider) });
        return { result: findChart(String(options.chart).split("/").at(-1) ?? "", options.values) };
      },
    },
    "shop",
    "dev",
    preview,
  );
  watch(run);
  run.outputs = (await pulumi.runtime.runInPulumiStack(async () => Promise.resolve(program(run)))) ?? {};
  await pulumi.runtime.disconnect();
  run.resources = run.resources.filter(({ type }) => type !== "pulumi:pulumi:Stack").sort(byName);
  run.renderings.sort((a, b) => (String(a.options.chart) < String(b.options.chart) ? -1 : 1));
  return run;
}

/** A resource of somebody else's, to see who waits for it and what it waits for. */
export class Other extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs = {}) {
    super("test:index:Other", name, inputs);
  }
}

/** `type name` of each resource below the stack, in the order of their names. */
export function list({ resources }: Run): string[] {
  return resources.map(({ type, name }) => `${type} ${name}`);
}

/** The resource of that name. */
export function find({ resources }: Run, name: string, type = ""): Registered {
  const found = resources.find((resource) => resource.name === name && resource.type.endsWith(type));
  if (found === undefined) throw new Error(`no ${name} among ${resources.map((resource) => resource.name).join(", ")}`);
  return found;
}

/** Gives each test caches and state of its own. @returns their folder */
export function useFolders(): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-components-"));
  beforeEach(() => {
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    vi.stubEnv("XDG_STATE_HOME", join(folder, "state"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(join(folder, "cache"), { recursive: true, force: true });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

function findChart(chart: string, values: Record<string, any>): Manifest[] {
  if (chart === "aws-load-balancer-controller") return renderFakeController(values);
  const found = fakeCharts[chart];
  if (found !== undefined) return found;
  // As gRPC reports what the provider's plugin says.
  const details = `chart ${chart} not found`;
  throw Object.assign(new Error(details), { details });
}

/** Listens to the requests on their way to the mocks. */
function watch(run: Run): void {
  const monitor: any = pulumi.runtime.getMonitor();
  const register = monitor.registerResource.bind(monitor);
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResource = (request: any, answer: unknown) => {
    run.resources.push(read(request));
    return register(request, answer);
  };
  monitor.registerResourceOutputs = (request: any, answer: unknown) => {
    const [type, name] = request.getUrn().split("::").slice(-2);
    const resource = run.resources.find((one) => one.name === name && type.endsWith(one.type));
    if (resource !== undefined) resource.outputs = reveal(request.getOutputs()?.toJavaScript() ?? {});
    return registerOutputs(request, answer);
  };
  monitor.registerResourceHook = (request: any, answer: (error: unknown, response: object) => void) => {
    const name: string = request.getName();
    // As the engine does; two hooks of one name would end a real run.
    const error = name in run.hooks ? new Error(`resource hook already registered for name "${name}"`) : null;
    run.hooks[name] = {
      onDryRun: request.getOnDryRun(),
      call: (...inputs) => callHook(request.getCallback(), ...inputs),
    };
    answer(error, {});
  };
}

/** Over gRPC, as the engine does. */
function callHook(callback: any, inputs?: object, before?: object): Promise<string | undefined> {
  const client = new CallbacksClient(callback.getTarget(), credentials.createInsecure());
  const request = new CallbackInvokeRequest();
  request.setToken(callback.getToken());
  const resource = new ResourceHookRequest();
  if (inputs !== undefined) resource.setNewInputs(Struct.fromJavaScript(inputs));
  if (before !== undefined) resource.setOldInputs(Struct.fromJavaScript(before));
  request.setRequest(resource.serializeBinary());
  return new Promise((resolve, reject) => {
    client.invoke(request, (error: Error | null, response: any) => {
      client.close();
      if (error !== null) {
        reject(error);
        return;
      }
      const message: string = ResourceHookResponse.deserializeBinary(response.getResponse_asU8()).getError();
      resolve(message === "" ? undefined : message);
    });
  });
}

function read(request: any): Registered {
  const parent = nameOf(request.getParent());
  const provider: string = request.getProvider();
  return {
    type: request.getType(),
    name: request.getName(),
    ...(parent === "" || parent === "shop-dev" ? {} : { parent }),
    inputs: reveal(request.getObject()?.toJavaScript() ?? {}),
    dependsOn: request.getDependenciesList().map(nameOf).sort(),
    ...(provider === "" ? {} : { provider: nameOf(provider) }),
    version: request.getVersion(),
    retainOnDelete: request.getRetainondelete() ?? false,
    beforeCreate: request.getHooks()?.getBeforeCreateList() ?? [],
    beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
    afterCreate: request.getHooks()?.getAfterCreateList() ?? [],
    afterUpdate: request.getHooks()?.getAfterUpdateList() ?? [],
    beforeDelete: request.getHooks()?.getBeforeDeleteList() ?? [],
    ignoreChanges: request.getIgnorechangesList(),
  };
}

/** Name in a URN or in a provider's reference `<urn>::<id>`. */
function nameOf(urn: string): string {
  return urn.split("::")[3] ?? "";
}

function reveal(value: any): any {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  const revealed = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
  return secretKey in value && "value" in value ? { secret: revealed.value } : revealed;
}

function byName(a: Registered, b: Registered): number {
  const [left, right] = [`${a.name} ${a.type}`, `${b.name} ${b.type}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
