// Does not prove that a kind does what its settings say: that is the tests' of the kinds and, for local and existing clusters, the
// end-to-end tests'.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  clusterKinds,
  clusterSchema,
  findClusterAccess,
  findLoadBalancers,
} from "../../../src/stack/clusters/kinds.js";
import { findStaticImports } from "./static-imports.js";

const folder = join("src", "stack", "clusters");
const names = clusterKinds.map(({ schema }) => schema.shape.kind.value);

it("each kind has a folder of its name with what is known of it and what the program does for it", () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...names].sort());
  for (const name of names) {
    expect([name, ...["kind.ts", "create.ts"].map((file) => existsSync(join(folder, name, file)))]).toEqual([
      name,
      true,
      true,
    ]);
  }
});

describe("shared code", () => {
  /** A comparison with a kind, a case of it, or a type that has it. */
  const asking = new RegExp(`(kind\\)?\\s*([!=]==|:)|case)\\s*"(${names.join("|")})"`);

  it.each(['if (cluster.kind === "eks") {', 'case "local":', 'Extract<C, { kind: "existing" }>'])(
    "would be found to ask by %s",
    (line) => {
      expect(asking.test(line)).toBe(true);
    },
  );

  it("never asks for a kind by name", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" })
      .map((file) => join("src", file))
      .filter((file) => /\.tsx?$/.test(file) && !names.some((name) => file.startsWith(join(folder, name, "/"))));
    const lines = files.flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => asking.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect([files.length > 500, lines]).toEqual([true, []]);
  });
});

it("the program loads no cloud's package before it knows the kind", () => {
  const reached = findStaticImports("src/program.ts");
  expect(reached).toContain("@pulumi/kubernetes");
  expect(reached.filter((name) => name.startsWith("@pulumi/aws") || name.includes("eks-cluster"))).toEqual([]);
  expect(findStaticImports("src/stack/clusters/eks/create.ts")).toContain("@pulumi/aws");
});

it.each<[unknown, ReturnType<typeof findClusterAccess>]>([
  [{ kind: "local" }, { local: "dev" }],
  [{ kind: "local", name: "other" }, { local: "other" }],
  [{ kind: "existing", context: "a" }, { existing: { kind: "existing", context: "a" } as object }],
  [{ kind: "stack-reference", stack: "a/b/c" }, {}],
  [{ kind: "eks" }, { isMade: true }],
  [{ kind: "none" }, {}],
  ["local", {}],
  [undefined, {}],
])("commands get at %j by %j", (cluster, access) => {
  expect(findClusterAccess(cluster)).toEqual(access);
});

it.each([
  [{ kind: "eks", autoMode: true, loadBalancerController: true }, { default: "eks.amazonaws.com/nlb" }],
  [{ kind: "existing", context: "a" }, undefined],
  [{ kind: "none" }, undefined],
  [undefined, undefined],
])("who makes load balancers in %j: %j", (cluster, classes) => {
  expect(findLoadBalancers(cluster)).toEqual(classes);
});

it("an unknown kind is refused", () => {
  expect(clusterSchema.safeParse({ kind: "gke" }).success).toBe(false);
});
