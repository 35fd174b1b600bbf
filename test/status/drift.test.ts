// Does not prove that the API server notes who changes what: test/e2e/policy/status.test.ts changes a real object.
import { expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { identify, type Manifest } from "../../src/kubernetes/manifest.js";
import { describeDrift } from "../../src/status/drift.js";
import type { LiveManifest } from "../../src/status/facts.js";
import { makeFacts } from "./sample-facts.js";

const declared: Manifest = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { namespace: "shop", name: "web" },
  spec: { hosts: ["web"], http: [{ timeout: "3s", route: [{ destination: { host: "web" }, weight: 100 }] }] },
};
const spec = (timeout: string) => ({
  ...(declared.spec as object),
  http: [{ timeout, retries: {}, route: [{ destination: { host: "web" }, weight: 100 }] }],
});
const engine = { manager: "pulumi-kubernetes-1a2b", fieldsV1: { "f:spec": { "f:hosts": {}, "f:http": {} } } };
const edit = {
  manager: "kubectl-edit",
  time: "2026-11-30T10:00:00Z",
  fieldsV1: { "f:spec": { "f:http": {} } },
};

function look(live: LiveManifest | undefined, manifest = declared) {
  const facts = makeFacts({ live: new Map([[identify(declared), live]]) });
  const { status, problems } = describeDrift(facts, [manifest]);
  return { status, problems: problems.map(formatFinding) };
}

it("has nothing to say where the cluster has what is declared, and defaults beside it", () => {
  expect(look({ spec: spec("3s"), managedFields: [engine] })).toEqual({
    status: { declared: 1, missing: 0, changed: 0 },
    problems: [],
  });
});

it.each<[string, LiveManifest | undefined, string]>([
  [
    "does not have it",
    undefined,
    "VirtualService shop/web: warning MESH0617: the stack declares it, and the cluster does not have it; run `mesh up --refresh`",
  ],
  [
    "has what somebody else wrote",
    { spec: spec("9s"), managedFields: [engine, edit] },
    "VirtualService shop/web: warning MESH0618: spec.http differs from what the stack declares: changed by kubectl-edit at 2026-11-30T10:00:00Z; run `mesh up`, or take the change over into the stack's files",
  ],
  [
    "has what the stack said before",
    { spec: spec("9s"), managedFields: [engine, { ...edit, fieldsV1: { "f:status": {} } }] },
    "VirtualService shop/web: warning MESH0618: spec.http differs from what the stack declares: the stack's files are not brought up; run `mesh up`",
  ],
  [
    "lacks a route",
    { spec: { ...spec("3s"), http: [] }, managedFields: [] },
    "VirtualService shop/web: warning MESH0618: spec.http differs from what the stack declares: the stack's files are not brought up; run `mesh up`",
  ],
])("says where the cluster %s", (_what, live, expected) => {
  expect(look(live).problems).toEqual([expected]);
});

it("leaves alone what another owner writes, what is of another kind, and what could not be read", () => {
  const live = { spec: spec("9s"), managedFields: [edit] };
  expect(look(live, { ...declared, spec: undefined }).problems).toEqual([]);
  expect(describeDrift(makeFacts({ live: new Map() }), [declared]).problems).toEqual([]);
  expect(describeDrift(makeFacts(), [declared])).toEqual({ status: undefined, problems: [] });
});
