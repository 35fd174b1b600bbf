import { getTestImages, testImages } from "../local/images/test-images.js";
import { ensurePackages } from "../local/packages.js";
import { createProgress } from "../local/progress.js";
import { getTools, type ToolName } from "../local/tools/get-tools.js";

/** What `mesh start` and the end-to-end tests use. */
const neededTools: readonly ToolName[] = [
  "pulumi",
  "pulumi-resource-kubernetes",
  "pulumi-language-nodejs",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kube-proxy",
  "kubelet",
  "kubectl",
  "etcd",
  "coredns",
  "pilot-discovery",
  "pilot-agent",
  "echo-server",
  "echo-client",
  "envoy",
  "charts",
  "gateway-api",
  "envoy-bootstrap",
];

/** Debian's browser, for the console's page, and letters for it. */
const browserPackages = ["chromium", "fonts-dejavu-core"];

export interface ToolsOptions {
  /** Also get what only the tests need. */
  tests?: boolean;
}

/** `mesh tools`: gets what `mesh start` needs, with progress on standard error. */
export async function tools({ tests }: ToolsOptions): Promise<void> {
  const report = createProgress();
  try {
    // The tests compare with istioctl, which is quickly built beside the rest.
    await getTools(tests === true ? [...neededTools, "istioctl"] : neededTools, report);
    if (tests !== true) return;
    await ensurePackages(browserPackages, report);
    await getTestImages(testImages, report);
  } finally {
    report.close();
  }
}
