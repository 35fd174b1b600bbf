// What live tests run in processes of their own, which no import of theirs says.
import { basename } from "node:path";
import { findPhase } from "./phases.mjs";

/** Live test -> the files and folders that it is about. What those import follows from their texts. */
const started = {
  "test/e2e/bad-input.test.ts": ["src/stack/config.ts", "src/components/stop-on-errors.ts"],
  "test/e2e/chart-repository.test.ts": ["src/components/rendered-charts.ts"],
  "test/e2e/console-live.test.ts": ["src/cli/console.ts"],
  "test/e2e/console-server.test.ts": ["src/cli/console.ts"],
  "test/e2e/destroy.test.ts": ["src/cli/verb.ts"],
  "test/e2e/killed.test.ts": ["src/cli/adopt-objects.ts", "src/cli/engine-state.ts"],
  "test/e2e/local-cluster.test.ts": ["src/local/"],
  "test/e2e/local-ports.test.ts": ["src/local/cluster/open-port.ts", "src/local/cluster/publish-ports.ts"],
  "test/e2e/many-proxies.test.ts": ["src/components/proxy-settling.ts", "src/components/proxy-wait.ts"],
  "test/e2e/mesh.test.ts": ["src/cli/main.ts", "src/program.ts", "stacks/"],
  "test/e2e/package.test.ts": ["src/index.ts", "src/cli/console.ts", "src/cli/init.ts", "package.json"],
  "test/e2e/status.test.ts": ["src/cli/status.ts"],
  "test/e2e/eks.test.ts": ["src/eks.ts"],
  "test/e2e/eks-changes.test.ts": ["src/eks.ts"],
  "test/e2e/eks-destroy.test.ts": ["src/eks.ts", "src/program.ts"],
  "test/e2e/eks-preview.test.ts": ["src/program.ts"],
  "test/e2e/eks-stacks.test.ts": ["src/program.ts"],
  "test/e2e/policy-pack.test.ts": ["src/policy-pack.ts"],
  "test/e2e/policy/gateway-api-stack.test.ts": ["src/components/gateway-api.ts", "src/components/gateway.ts"],
  "test/e2e/policy/gateway-settings.test.ts": ["src/components/gateway.ts"],
  "test/e2e/policy/gateway-stack.test.ts": ["src/components/gateway.ts"],
  "test/e2e/policy/k8s-combat.test.ts": ["test/fixtures/k8s-combat/"],
  "test/e2e/policy/rate-limit-service.test.ts": ["src/local/images/test-images.ts"],
  "test/e2e/policy/traffic-policies.test.ts": [
    "src/components/traffic-policies.ts",
    // What each test of policies has by what they share; one stands for all.
    ...[
      "src/findings/codes/",
      "src/components/istiod-debug.ts",
      "src/findings/finding.ts",
      "src/istio/control-plane/proxy-sync.ts",
    ],
    "src/kubernetes/manifest.ts",
  ],
};

/** What Vitest runs before the tests of a phase. */
const setUps = {
  e2e: ["test/e2e/cluster.ts"],
  policy: ["test/e2e/policy/set-up.ts"],
  // The page that they show is built.
  page: ["src/console/ui/"],
  engine: ["test/e2e/own-folder.ts"],
};

/**
 * @param {string} test path of a live test
 * @returns {readonly string[]} paths from the project's folder on; that of a folder ends with a slash
 */
export function findStarted(test) {
  const phase = findPhase(test);
  // A kind of policy has a live test of its name.
  const kind = phase === "policy" ? [`src/policy/kinds/${basename(test, ".test.ts")}.ts`] : [];
  return [...setUps[phase], ...kind, ...(started[test] ?? [])];
}

/** All tests and files that the table names. */
export function listStarted() {
  return [...Object.keys(started), ...Object.values({ ...started, ...setUps }).flat()];
}
