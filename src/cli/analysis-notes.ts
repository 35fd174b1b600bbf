import { istioKinds } from "../analysis/istio-kinds.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { toMap, toText } from "../text/read.js";

// What `mesh analyze` says beside its findings: what it did not look at.

/** More are no help to a person. */
const mostNames = 5;

/** What of the files in folders was left out, and why. @param templates of Helm charts */
export function describeLeftOut(others: readonly string[], templates: readonly string[]): string[] {
  return [
    ...describe(others, "left out files that are neither Kubernetes objects nor policy documents"),
    ...describe(templates, "left out templates of Helm charts; analyze the output of `helm template` instead"),
  ];
}

/** Stacks that were read as any other folder. */
export function describeUnread(folders: readonly string[]): string[] {
  return folders.map(
    (folder) => `${folder} was read without its stack's file, as one of many folders: analyze it by itself`,
  );
}

function describe(files: readonly string[], what: string): string[] {
  if (files.length === 0) return [];
  const more = files.length > mostNames ? ` and ${files.length - mostNames} more` : "";
  return [`${what}: ${files.slice(0, mostNames).join(", ")}${more}`];
}

interface Api {
  isGroup: (group: string) => boolean;
  hint: string;
}

const apis: readonly Api[] = [
  {
    isGroup: (group) => Object.hasOwn(istioKinds, group),
    hint: "no definitions of Istio's kinds are given, so unknown keys and choices were not checked. Pass files/crd-all.gen.yaml of Istio's base chart, in your version, with --definitions",
  },
  {
    isGroup: (group) => group === "gateway.networking.k8s.io",
    hint: "no definitions of the Gateway API's kinds are given, so unknown keys, choices and rules between fields were not checked. Pass standard-install.yaml of your release with --definitions",
  },
];

/** Of which APIs there are objects and no definitions. */
export function findMissingDefinitions(objects: readonly Manifest[], definitions: readonly Manifest[]): string[] {
  const defined = [...objects, ...definitions].filter(({ kind }) => kind === "CustomResourceDefinition");
  return apis.flatMap(({ isGroup, hint }) => {
    const isUsed = objects.some(({ apiVersion }) => isGroup(apiVersion.split("/", 1)[0] ?? ""));
    return isUsed && !defined.some(({ spec }) => isGroup(toText(toMap(spec).group))) ? [hint] : [];
  });
}
