import * as pulumi from "@pulumi/pulumi";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal, inTime, requestIfThere } from "../cluster-access/api-request.js";
import { inLanes } from "../cluster-access/in-lanes.js";
import { findPath, type KnownKinds } from "../cluster-access/object-path.js";
import { fetchCredentials } from "../cluster-access/static-credentials.js";
import { formatFinding } from "../findings/finding.js";
import { createFinding } from "../findings/problem.js";
import { findInstaller, type WrittenMetadata } from "../istio/installer.js";
import { formatManifest, identify, type Manifest } from "../kubernetes/manifest.js";
import { groupBy } from "../policy/group-by.js";
import { catchKnown } from "./known-value.js";

/** What a part of a mesh consists of. */
export interface TakeoverArgs {
  kubeconfig: pulumi.Input<string>;
  /** Whether it may be taken over. @default false */
  adopt?: boolean;
  /** As a sentence names it: `the control plane`. */
  part: string;
  manifests: Promise<readonly Manifest[]>;
}

/** An object that is there already, and whose it is. */
interface Installed {
  identity: string;
  name: string;
  installer: string;
}

interface Part {
  name: string;
  look: () => Promise<Installed[]>;
}

interface Parts {
  all: Part[];
  isRefused: boolean;
}

// One a run: the key is the run's root resource, since one process may run several programs (Automation API).
const runs = new WeakMap<object, Parts>();

/** How long a refusal waits for what is to be said of other parts. */
const othersMilliseconds = 5000;
/** Requests at a time. */
const lanes = 8;

/**
 * Hooks that refuse, in a preview too, to create what the cluster has already and somebody else has installed: the provider would
 * write over it without a word. The engine creates only what is not in the state, so the stack's own objects never come here, but for
 * those of a run that was killed; these are Pulumi's. The first refusal names what all parts of the mesh would take over.
 * @param owner the component's type and name, since a hook's name counts in the whole stack
 */
export function createTakeoverHooks(owner: string, args: TakeoverArgs): pulumi.ResourceHookBinding {
  // Who renders them says what went wrong.
  args.manifests.catch(() => undefined);
  return args.adopt === true ? {} : { beforeCreate: [createCheck(owner, args)] };
}

/** The manifests as they take over what is there: without it a field with another value is a conflict with its owner. */
export function forceTakeover(manifests: readonly Manifest[], adopt = false): Manifest[] {
  if (!adopt) return [...manifests];
  return manifests.map((manifest) => {
    const annotations = { ...manifest.metadata.annotations, "pulumi.com/patchForce": "true" };
    return { ...manifest, metadata: { ...manifest.metadata, annotations } };
  });
}

function createCheck(owner: string, { kubeconfig, part, manifests }: TakeoverArgs): pulumi.ResourceHook {
  const cluster = catchKnown(pulumi.output(kubeconfig));
  let found: Promise<Installed[]> | undefined;
  const look = async () => {
    const known = await cluster();
    return known === undefined ? [] : (found ??= findInstalled(known, await manifests));
  };
  const parts = findParts();
  parts.all.push({ name: part, look });
  const refuse = async ({ newInputs = {} }: pulumi.ResourceHookArgs) => {
    const installed = await look();
    if (!installed.some(({ identity }) => isAbout(newInputs, identity))) return;
    if (parts.isRefused) {
      // A preview has ended with the first.
      if (pulumi.runtime.isDryRun()) return;
      throw new Error("it is not created either");
    }
    parts.isRefused = true;
    throw new Error(await describe(parts.all));
  };
  return new pulumi.ResourceHook(`${owner}-takeover`, refuse, { onDryRun: true });
}

function findParts(): Parts {
  const run = pulumi.runtime.getStackResource() ?? runs;
  const parts = runs.get(run) ?? { all: [], isRefused: false };
  runs.set(run, parts);
  return parts;
}

/** A component has no kind, and stands for all of its objects. */
function isAbout(inputs: Record<string, unknown>, identity: string): boolean {
  return inputs.kind === undefined || identify(inputs as unknown as Manifest) === identity;
}

/** Where nothing answers, or the account may not read, the engine finds out. */
async function findInstalled(given: string, manifests: readonly Manifest[]): Promise<Installed[]> {
  const kinds: KnownKinds = new Map();
  const found = new Map<string, Installed>();
  try {
    const kubeconfig = await fetchCredentials(given);
    await inLanes(manifests, lanes, async (manifest) => {
      const installer = await findInstallerOf(kubeconfig, manifest, kinds);
      const name = formatManifest(manifest);
      if (installer !== undefined) found.set(name, { identity: identify(manifest), name, installer });
    });
  } catch (error) {
    await pulumi.log.debug(error instanceof Error ? error.message : String(error));
  }
  return [...found.keys()].sort().flatMap((name) => found.get(name) ?? []);
}

async function findInstallerOf(kubeconfig: string, manifest: Manifest, kinds: KnownKinds): Promise<string | undefined> {
  const { apiVersion, kind, metadata } = manifest;
  try {
    const path = await findPath(kubeconfig, { apiVersion, kind, ...metadata }, kinds);
    if (path === undefined) return undefined;
    const accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
    const there = await requestIfThere<{ metadata: WrittenMetadata }>(kubeconfig, { ...inTime(path), accept });
    return there && findInstaller(there.metadata);
  } catch (error) {
    if (error instanceof ApiRefusal) return undefined;
    throw error;
  }
}

async function describe(parts: readonly Part[]): Promise<string> {
  const looked = await Promise.all(
    parts.map(async ({ name, look }) => {
      const late = sleep(othersMilliseconds, [], { ref: false });
      return { name, installed: await Promise.race([look(), late]) };
    }),
  );
  const taken = looked.filter(({ installed }) => installed.length > 0);
  const what = taken.map(({ name, installed }) => `${name}: ${describeOwners(installed)}`).join("; ");
  const names = taken.map(({ name }) => name).join(" and ");
  const remedy = `set \`adopt: true\` for ${names} if this stack must manage it from now on, or choose another cluster`;
  return formatFinding(createFinding("MESH0148", `the cluster has an Istio that is not this stack's. ${what}`, remedy));
}

function describeOwners(installed: readonly Installed[]): string {
  return groupBy(installed, ({ installer }) => [installer])
    .map(([{ name, installer }, ...others]) => {
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      return `${name}${more} of ${installer}`;
    })
    .join(", ");
}
