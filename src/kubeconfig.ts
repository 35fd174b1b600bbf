import { isAbsolute, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { createFinding } from "./codes/codes.js";
import type { Finding } from "./finding.js";
import { findSchemaProblems } from "./text/schema-problems.js";
import { parsePlacedYaml } from "./text/yaml-places.js";

const cluster = z.looseObject({ server: z.string(), "certificate-authority": z.string().optional() });
const user = z.looseObject({
  "client-certificate": z.string().optional(),
  "client-key": z.string().optional(),
  tokenFile: z.string().optional(),
});
const kubeconfigSchema = z.looseObject({
  clusters: z.array(z.looseObject({ name: z.string(), cluster })).min(1),
  contexts: z.array(
    z.looseObject({ name: z.string(), context: z.looseObject({ cluster: z.string(), user: z.string().optional() }) }),
  ),
  users: z.array(z.looseObject({ name: z.string(), user })).optional(),
  "current-context": z.string().optional(),
});
type Kubeconfig = z.infer<typeof kubeconfigSchema>;

/** Where a kubeconfig's text comes from. */
export interface KubeconfigSource {
  text: string;
  /** What to call it in findings: its path, or where it was given. */
  file: string;
  /** Folder that relative paths in it start from. */
  folder: string;
}

/** Result of `selectContext`: a kubeconfig of one context alone, or the findings that stand in its way. */
export interface SelectedContext {
  kubeconfig?: string;
  findings: Finding[];
}

/**
 * Cuts a kubeconfig down to one context, so that whoever gets it needs no context's name and a change elsewhere in the
 * file changes nothing. Paths in it become absolute.
 * @param context the context to use; the kubeconfig's `current-context` where it is not given
 */
export function selectContext(source: KubeconfigSource, context: string | undefined): SelectedContext {
  const { value, findings } = parseKubeconfig(source);
  if (value === undefined) return { findings };
  const wanted = context ?? value["current-context"] ?? "";
  const chosen = value.contexts.find(({ name }) => name === wanted);
  if (chosen === undefined) {
    const known = value.contexts.map(({ name }) => name).join(", ");
    const given = wanted === "" ? "no context is given and it has no current-context" : `it has no context "${wanted}"`;
    return { findings: [kubeconfigProblem(`${given}; its contexts are ${known || "(none)"}`, source)] };
  }
  const server = value.clusters.find(({ name }) => name === chosen.context.cluster);
  if (server === undefined) {
    const message = `its context "${wanted}" names the cluster "${chosen.context.cluster}", which it does not describe`;
    return { findings: [kubeconfigProblem(message, source)] };
  }
  const credentials = value.users?.find(({ name }) => name === chosen.context.user);
  if (chosen.context.user !== undefined && credentials === undefined) {
    const message = `its context "${wanted}" names the user "${chosen.context.user}", which it does not describe`;
    return { findings: [kubeconfigProblem(message, source)] };
  }
  const minimal = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ ...server, cluster: resolvePaths(server.cluster, source.folder) }],
    contexts: [chosen],
    users: credentials === undefined ? [] : [{ ...credentials, user: resolvePaths(credentials.user, source.folder) }],
    "current-context": wanted,
  };
  return { kubeconfig: JSON.stringify(minimal), findings: [] };
}

/** Fields of a cluster or a user, https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
export type KubeconfigFields = Record<string, unknown>;

/** Cluster and user of the current context; empty where a kubeconfig says nothing of them. */
export function readCurrentContext(text: string): { cluster: KubeconfigFields; user: KubeconfigFields } {
  const config = parse(text) as Partial<Kubeconfig>;
  const context = config.contexts?.find(({ name }) => name === config["current-context"])?.context;
  return {
    cluster: config.clusters?.find(({ name }) => name === context?.cluster)?.cluster ?? {},
    user: config.users?.find(({ name }) => name === context?.user)?.user ?? {},
  };
}

/** A finding about the kubeconfig in use. */
export function kubeconfigProblem(message: string, place: { file: string }): Finding {
  return { ...createFinding("MESH0120", `kubeconfig: ${message}`), file: place.file };
}

function parseKubeconfig({ text, file }: KubeconfigSource): { value?: Kubeconfig; findings: Finding[] } {
  const yaml = parsePlacedYaml(text, file, "MESH0120", "kubernetes");
  if (yaml.findings.length > 0) return { findings: yaml.findings };
  const findings = findSchemaProblems(kubeconfigSchema, yaml.value, { code: "MESH0120", locate: yaml.locate });
  if (findings.length > 0) return { findings };
  return { value: kubeconfigSchema.parse(yaml.value), findings };
}

const pathFields = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

function resolvePaths(fields: Record<string, unknown>, folder: string): Record<string, unknown> {
  const entries = Object.entries(fields).map(([key, value]) =>
    typeof value === "string" && pathFields.includes(key) && !isAbsolute(value)
      ? [key, join(folder, value)]
      : [key, value],
  );
  return Object.fromEntries(entries) as Record<string, unknown>;
}
