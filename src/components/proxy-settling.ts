import * as pulumi from "@pulumi/pulumi";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal } from "../cluster-access/api-request.js";
import {
  computeSendMilliseconds,
  defaultBlindSeconds,
  defaultTimeoutSeconds,
  type PropagationSettings,
} from "../istio/control-plane/propagation.js";
import { listVersionClusters, type VersionCluster } from "../istio/control-plane/own-config.js";
import { countProxies, formatMissing } from "../istio/control-plane/proxy-report.js";
import type { ConfigType } from "../istio/control-plane/proxy-sync.js";
import { allowsNothing, isDisabled, isStrict, type PeerSpec } from "../istio/control-plane/tightening.js";
import { formatName, type Manifest } from "../kubernetes/manifest.js";
import { managedBy } from "../policy/compile.js";
import { createRunError } from "../run-error.js";
import { fetchLabelled } from "./cluster-api.js";
import { catchKnown } from "./known-value.js";
import { waitForIstiods } from "./istiod-reading.js";
import { waitForProxies, type Waited } from "./proxy-wait.js";

/** Whose proxies are waited for, and for which objects. */
export interface ProxySettlingArgs {
  kubeconfig: pulumi.Input<string>;
  /** Namespace of the control plane. */
  namespace: string;
  /** All objects that there are to be. */
  manifests: readonly Manifest[];
  /** @default - the defaults of each */
  propagation?: PropagationSettings;
  /** @default - Istio's defaults */
  istiodEnv?: Readonly<Record<string, string>>;
}

/** What is waited for. */
interface Wanted {
  types: readonly ConfigType[];
  /** Versions that go. @default none */
  leaving?: readonly VersionCluster[];
  /** @default false */
  mayReject?: boolean;
}

const ofVersions: readonly ConfigType[] = ["Cluster", "ClusterLoadAssignment"];

/** Kinds whose removal counts, as they stand in URLs. */
const resources = { DestinationRule: "destinationrules", EnvoyFilter: "envoyfilters" } as const;

/**
 * Make before break: proxies have the versions before routes move to them, and the routes before an old version goes. Both waits stand
 * before the step that depends on them, so that a run waits too that goes on after one that failed or was killed.
 */
export class ProxySettling {
  readonly #owner: string;
  readonly #args: ProxySettlingArgs;
  readonly #kubeconfig: () => Promise<string | undefined>;
  readonly #written: pulumi.ResourceHook;
  readonly #beforeRoutes: pulumi.ResourceHook;
  readonly #accessWritten: pulumi.ResourceHook;
  readonly #beforeRefusals: pulumi.ResourceHook;
  readonly #beforeStrict: pulumi.ResourceHook;
  /** The objects that make versions known. */
  readonly #versionObjects: readonly Manifest[];
  /** Whether an object lets somebody in: looked for once, since there may be thousands. */
  readonly #isAnyoneAllowed: boolean;
  #versions: Promise<void> | undefined;
  #access: Promise<void> | undefined;
  #hasWritten = false;
  /** Of a run before this one nothing is known but that it wrote before this one began. */
  #lastWrite = Date.now();

  /** @param owner the component's type and name, since a hook's name counts in the whole stack */
  constructor(owner: string, args: ProxySettlingArgs) {
    this.#owner = owner;
    this.#args = args;
    this.#versionObjects = args.manifests.filter(({ kind }) => kind === "DestinationRule");
    this.#isAnyoneAllowed = args.manifests.some(isAllowing);
    this.#kubeconfig = catchKnown(pulumi.output(args.kubeconfig));
    this.#written = new pulumi.ResourceHook(`${owner}-written`, () => {
      this.#hasWritten = true;
      this.#lastWrite = Date.now();
    });
    // The engine writes routes when all versions are written, so that they wait for these once, together.
    this.#beforeRoutes = new pulumi.ResourceHook(
      `${owner}-versions-with-proxies`,
      () => (this.#versions ??= this.#hold("the routes stay as they are", ofVersions)),
    );
    this.#accessWritten = new pulumi.ResourceHook(`${owner}-access-written`, () => {
      this.#lastWrite = Date.now();
    });
    this.#beforeRefusals = new pulumi.ResourceHook(
      `${owner}-access-with-proxies`,
      () => (this.#access ??= this.#hold("access stays as it is", ["Listener"])),
    );
    this.#beforeStrict = new pulumi.ResourceHook(`${owner}-mutual-tls-with-proxies`, (change) => this.#tighten(change));
  }

  /** Hooks of an object. */
  hook(manifest: Manifest): pulumi.CustomResourceOptions {
    const { kind, spec } = manifest;
    if (kind === "PeerAuthentication")
      return { hooks: isStrict(spec as PeerSpec) ? { beforeUpdate: [this.#beforeStrict] } : {} };
    if (kind === "AuthorizationPolicy") {
      const isLast = allowsNothing(manifest) && this.#isAnyoneAllowed;
      return bind(isLast ? this.#beforeRefusals : undefined, this.#accessWritten);
    }
    if (kind !== "DestinationRule" && kind !== "VirtualService") return {};
    // A VirtualService without hosts is a delegate: nothing comes by it before the one that names it.
    const isRoute = kind === "VirtualService" && spec?.hosts !== undefined && this.#versionObjects.length > 0;
    return bind(isRoute ? this.#beforeRoutes : undefined, this.#written);
  }

  /**
   * To be called when all objects are written. The engine deletes what is no longer wanted once the program has ended, and does not
   * where a step failed; a hook of the deletions themselves would end a plain `pulumi destroy`.
   */
  async beforeRemovals(owner: pulumi.ComponentResource, name: string): Promise<void> {
    if (pulumi.runtime.isDryRun()) return;
    const versions = await this.#listLeaving("DestinationRule");
    if (!this.#hasWritten && versions?.length === 0) return;
    const filters = (await this.#listLeaving("EnvoyFilter")) ?? [];
    const start = this.#lastWrite;
    const leaving = listVersionClusters(versions ?? []);
    // A filter that goes may be what proxies reject; they cannot have the routes before it is gone.
    const mayReject = filters.length > 0 && versions?.length === 0;
    const wanted = { types: this.#listAll(), leaving, mayReject };
    const waited = await this.#wait(wanted).catch((error: unknown) => error as Error);
    if (waited instanceof Error) {
      const names = filters.map(formatName).join(", ");
      const first = names === "" ? "" : `, or remove the EnvoyFilter ${names} in a run of its own`;
      const hook = new pulumi.ResourceHook(`${this.#owner}-before-removals`, () => {
        throw new Error(`nothing is deleted yet: ${waited.message}; run again once they have it${first}`);
      });
      const failing = new FailingStep(name, { parent: owner, hooks: { beforeCreate: [hook] } });
      await new Promise((resolve) => failing.urn.apply(resolve));
      // Reached only where the engine goes on after errors; it deletes nothing after a program that failed.
      throw createRunError(waited.message);
    } else if (waited !== undefined && "standing" in waited && this.#hasWritten) {
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      void pulumi.log.info(`${countProxies(waited.standing)} (${seconds} s)`, owner);
    }
  }

  /** Clients send mutual TLS of their own where the server takes it, once they know that it does. */
  async #tighten({ oldInputs, name }: pulumi.ResourceHookArgs): Promise<void> {
    const before = (oldInputs?.spec ?? {}) as PeerSpec;
    if (isStrict(before) && !isDisabled(before)) return;
    if (isDisabled(before)) {
      const what = `${name} goes from DISABLE to STRICT: requests are lost until all proxies have it`;
      void pulumi.log.warn(`${what}; set PERMISSIVE first, and STRICT in the next run`);
    }
    await this.#hold("mutual TLS stays as it is", ofVersions);
  }

  async #hold(what: string, types: readonly ConfigType[]): Promise<void> {
    try {
      await this.#wait({ types });
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`${what}: ${message}; run again once they have it`, { cause: error });
    }
  }

  async #wait({ types, leaving = [], mayReject }: Wanted): Promise<Waited | undefined> {
    const { namespace, propagation = {}, istiodEnv } = this.#args;
    const { timeoutSeconds = defaultTimeoutSeconds, blindSeconds = defaultBlindSeconds } = propagation;
    const kubeconfig = await this.#kubeconfig();
    if (kubeconfig === undefined || timeoutSeconds === 0) return undefined;
    const gathering = computeSendMilliseconds(istiodEnv);
    await sleep(Math.max(0, this.#lastWrite + gathering - Date.now()));
    const reading = { kubeconfig, namespace, timeoutSeconds, manifests: this.#args.manifests };
    if (await waitForIstiods(reading)) await sleep(gathering);
    const hosts = this.#versionObjects.map(({ spec }) => String(spec?.host));
    const known = listVersionClusters(this.#versionObjects);
    // A gateway may know only the versions that it routes to already.
    const isFiltered = istiodEnv?.PILOT_FILTER_GATEWAY_CLUSTER_CONFIG === "true";
    const own = isFiltered || known.length + leaving.length === 0 ? undefined : { known, unused: leaving };
    const waited = await waitForProxies({
      ...{ kubeconfig, namespace, timeoutSeconds, blindSeconds, own, mayReject },
      awaited: { types, hosts, leaving },
    });
    warn(waited, namespace, blindSeconds);
    return waited;
  }

  /** TCP and TLS are routed by listeners. These are not waited for without need: a filter that Envoy rejects stands there. */
  #listAll(): ConfigType[] {
    const isByListeners = this.#args.manifests.some(
      ({ kind, spec }) => kind === "VirtualService" && (spec?.tcp ?? spec?.tls) !== undefined,
    );
    return [...ofVersions, "RouteConfiguration", ...(isByListeners ? (["Listener"] as const) : [])];
  }

  /**
   * Objects of a kind and of these namespaces that the cluster has and that are no longer wanted: the engine deletes them at the end.
   * @returns undefined where they may not be listed
   */
  async #listLeaving(kind: keyof typeof resources): Promise<Manifest[] | undefined> {
    const { manifests } = this.#args;
    const ofNetworking = manifests.filter(({ kind }) => kind === "VirtualService" || kind in resources);
    const kubeconfig = ofNetworking.length === 0 ? undefined : await this.#kubeconfig();
    if (kubeconfig === undefined) return [];
    const namespaces = new Set(ofNetworking.map(({ metadata }) => metadata.namespace));
    const wanted = new Set(manifests.filter((manifest) => manifest.kind === kind).map(formatName));
    try {
      const there = await fetchLabelled(kubeconfig, resources[kind], managedBy);
      return there.filter((one) => namespaces.has(one.metadata.namespace) && !wanted.has(formatName(one)));
    } catch (error) {
      // Where nothing answers, the engine finds out.
      return error instanceof ApiRefusal ? undefined : [];
    }
  }
}

/** Hooks of an object's creation and updates. */
function bind(before: pulumi.ResourceHook | undefined, after: pulumi.ResourceHook): pulumi.CustomResourceOptions {
  const [first, last] = [before === undefined ? [] : [before], [after]];
  return { hooks: { beforeCreate: first, beforeUpdate: first, afterCreate: last, afterUpdate: last } };
}

function warn(waited: Waited, namespace: string, blindSeconds: number): void {
  if ("blindReason" in waited) {
    const why = `istiod in ${namespace} could not be asked: ${waited.blindReason}`;
    void pulumi.log.warn(`whether the proxies have it is not known, ${blindSeconds} s were waited; ${why}`);
  } else if (waited.ownReason !== undefined) {
    const why = `istiod in ${namespace} could not be asked: ${waited.ownReason}`;
    void pulumi.log.warn(
      `the proxies were asked themselves, which say of versions alone whether they have them; ${why}`,
    );
  } else if (waited.standing.states.some(({ state }) => state === "rejected")) {
    void pulumi.log.warn(`an EnvoyFilter is deleted though proxies lack something: ${formatMissing(waited.standing)}`);
  }
}

/** A step that fails and, with it, the run: it is never in the state. */
class FailingStep extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("pulumi-istio:index:Proxies", name, {}, opts);
  }
}

function isAllowing(manifest: Manifest): boolean {
  return manifest.kind === "AuthorizationPolicy" && !allowsNothing(manifest);
}
