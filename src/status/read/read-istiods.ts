import { fetchIstiodVersion } from "../../components/istiod-debug.js";
import type { IstiodFacts, Labels } from "../facts.js";
import { readRelease } from "../istio-version.js";
import type { Asker } from "./asker.js";

interface ApiDeployment {
  metadata: { namespace: string; name: string; labels?: Labels };
  spec?: { replicas?: number; template?: { spec?: { containers?: { name: string; image?: string }[] } } };
  status?: { readyReplicas?: number };
}

/** The control planes. One whose image's tag is no release is asked for its own. */
export async function readIstiods(asker: Asker): Promise<IstiodFacts[] | undefined> {
  const path = "/apis/apps/v1/deployments?labelSelector=app%3Distiod";
  const found = await asker.list("deployments of istiod", path, keep);
  return found && Promise.all(found.map((istiod) => complete(asker, istiod)));
}

function keep({ metadata, spec = {}, status = {} }: ApiDeployment): IstiodFacts[] {
  const { namespace, name, labels = {} } = metadata;
  const containers = spec.template?.spec?.containers ?? [];
  const version = readRelease(containers.find((one) => one.name === "discovery")?.image ?? "");
  return [
    {
      ...{ namespace, name, revision: labels["istio.io/rev"] ?? "default" },
      ...{ replicas: spec.replicas ?? 1, ready: status.readyReplicas ?? 0 },
      ...(version === undefined ? {} : { version }),
    },
  ];
}

async function complete({ kubeconfig }: Asker, istiod: IstiodFacts): Promise<IstiodFacts> {
  if (istiod.version !== undefined || istiod.ready === 0) return istiod;
  const said = await fetchIstiodVersion(kubeconfig, istiod.namespace, istiod.revision).catch(() => "");
  const version = readRelease(said);
  return version === undefined ? istiod : { ...istiod, version };
}
