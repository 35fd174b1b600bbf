import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goModuleFolder } from "./sources.js";

/** What is changed in a module that a tool is built from. */
export interface GoPatch {
  module: string;
  /** File of the module -> file in ./go/tools/_patches that takes its place. */
  replaced?: Readonly<Record<string, string>>;
  /** File of the module -> texts in it, each with what takes its place. */
  changed?: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
}

/**
 * Changes of what Pulumi's Kubernetes provider is built from. Its go.mod pins older versions than Kubernetes and Istio need,
 * with which it would share nothing; with theirs it needs no more than these.
 */
export const goPatches: readonly GoPatch[] = [
  {
    module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
    changed: {
      // The same package, in the version that Kubernetes itself uses since 1.34.
      "pkg/await/await.go": [["structured-merge-diff/v4/fieldpath", "structured-merge-diff/v6/fieldpath"]],
      // A value until Pulumi 3.249, a pointer since.
      "pkg/gen/schema.go": [["Provider: pschema.ResourceSpec{", "Provider: &pschema.ResourceSpec{"]],
    },
  },
  {
    module: "github.com/pulumi/pulumi-kubernetes/sdk/v4",
    // It has a Go type for every kind of every version, a third of the provider's code, to register objects by their names.
    replaced: { "go/kubernetes/yaml/v2/kinds.go": "kinds.go" },
  },
];

/**
 * Copies a module from Go's cache, and changes the copy.
 *
 * @throws where the module does not have what is to be changed: then the patch belongs to another version
 */
export function applyPatch(patch: GoPatch, from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  makeWritable(to);
  for (const [file, ours] of Object.entries(patch.replaced ?? {})) {
    if (!existsSync(join(to, file))) throw new Error(`${patch.module} has no file ${file}`);
    cpSync(join(goModuleFolder("tools"), "_patches", ours), join(to, file));
  }
  for (const [file, changes] of Object.entries(patch.changed ?? {})) {
    writeFileSync(join(to, file), change(readFileSync(join(to, file), "utf8"), changes, `${patch.module}/${file}`));
  }
}

function change(text: string, changes: readonly (readonly [string, string])[], where: string): string {
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`${where} does not have the text ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}

/** Go's module cache is read-only, and so is what is copied from it; nobody could remove it again. */
function makeWritable(folder: string): void {
  for (const entry of [".", ...readdirSync(folder, { recursive: true, encoding: "utf8" })])
    chmodSync(join(folder, entry), 0o755);
}
