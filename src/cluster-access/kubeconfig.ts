import { isAbsolute, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { createProblem, placeProblem, placeProblems } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import { isMap } from "../text/is-map.js";
import { findSchemaProblems } from "../text/schema-problems.js";
import { parsePlacedYaml } from "../text/yaml-places.js";

const cluster = z.looseObject({ server: z.string(), "certificate-authority": z.string().optional() });
const user = z.looseObject({
  "client-certificate": z.string().optional(),
  "client-key": z.string().optional(),
  tokenFile: z.string().optional(),
});
const clusters = z.array(z.looseObject({ name: z.string(), cluster }));
const contexts = z.array(
  z.looseObject({ name: z.string(), context: z.looseObject({ cluster: z.string(), user: z.string().optional() }) }),
);
const kubeconfigSchema = z.looseObject({
  clusters: clusters.min(1),
  contexts,
  users: z.array(z.looseObject({ name: z.string(), user })).optional(),
  "current-context": z.string().optional(),
});
/** One file of several: kubectl writes an empty list as null. */
const partSchema = z.looseObject({
  clusters: clusters.nullish(),
  contexts: contexts.nullish(),
  users: kubeconfigSchema.shape.users.nullable(),
  "current-context": z.string().nullish(),
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
  const { value, findings } = parseKubeconfig(source, kubeconfigSchema);
  return value === undefined ? { findings } : select(value, source, context);
}

/**
 * The same of several files, merged as kubectl does: the first file that names a cluster, a context, a user or a
 * `current-context` wins.
 */
export function selectMergedContext(
  sources: readonly KubeconfigSource[],
  context: string | undefined,
): SelectedContext {
  const parts = sources.map((source) => parseKubeconfig(source, partSchema));
  const findings = parts.flatMap((part) => part.findings);
  if (findings.length > 0) return { findings };
  const values = parts.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const current = values.map((value) => value["current-context"] ?? "").find((name) => name !== "");
  // Whoever looks for a name takes the first of it.
  const merged = {
    clusters: values.flatMap((value) => value.clusters ?? []),
    contexts: values.flatMap((value) => value.contexts ?? []),
    users: values.flatMap((value) => value.users ?? []),
    ...(current === undefined ? {} : { "current-context": current }),
  };
  return select(merged, { file: sources.map(({ file }) => file).join(", ") }, context);
}

function select(value: Kubeconfig, source: { file: string }, context: string | undefined): SelectedContext {
  const wanted = context ?? value["current-context"] ?? "";
  const chosen = value.contexts.find(({ name }) => name === wanted);
  if (chosen === undefined) {
    const known = [...new Set(value.contexts.map(({ name }) => name))].join(", ");
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
    clusters: [server],
    contexts: [chosen],
    users: credentials === undefined ? [] : [credentials],
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
  return placeProblem(createProblem([], "MESH0120", `kubeconfig: ${message}`), { locate: () => place });
}

/** A file's fields, with absolute paths. */
function parseKubeconfig<Fields extends z.infer<typeof partSchema>>(
  { text, file, folder }: KubeconfigSource,
  schema: z.ZodType<Fields>,
): { value?: Fields; findings: Finding[] } {
  const yaml = parsePlacedYaml(text, file, "MESH0120", "kubernetes");
  if (yaml.findings.length > 0) return { findings: yaml.findings };
  const problems = findSchemaProblems(schema, yaml.value, { code: "MESH0120" });
  if (problems.length > 0) return { findings: placeProblems(problems, yaml) };
  const value = schema.parse(yaml.value);
  for (const entry of value.clusters ?? []) entry.cluster = resolvePaths(entry.cluster, folder);
  for (const entry of value.users ?? []) entry.user = resolveUser(entry.user, folder);
  return { value, findings: [] };
}

const pathFields = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

function resolvePaths<Fields extends Record<string, unknown>>(fields: Fields, folder: string): Fields {
  const entries = Object.entries(fields).map(([key, value]) =>
    typeof value === "string" && pathFields.includes(key) && !isAbsolute(value)
      ? [key, join(folder, value)]
      : [key, value],
  );
  return Object.fromEntries(entries) as Fields;
}

/** A command without a slash is looked for on PATH. */
function resolveUser<Fields extends Record<string, unknown>>(fields: Fields, folder: string): Fields {
  const user = resolvePaths(fields, folder);
  const { exec } = user;
  if (!isMap(exec) || typeof exec.command !== "string") return user;
  if (!exec.command.includes("/") || isAbsolute(exec.command)) return user;
  return { ...user, exec: { ...exec, command: join(folder, exec.command) } };
}
