import { createStep, type Step } from "../answer.js";
import type { Target } from "../routed.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { readPercentage } from "./fault.js";
import type { Flow } from "./flow.js";
import type { HttpRule, Source } from "./http-rule.js";
import { toPort } from "../../mesh/ports.js";

/**
 * The destinations that get a copy of a rule's requests. One that the proxy has no cluster for gets none.
 * Source: `MirrorPercent` and `MirrorPercentByPolicy` in istio pilot/pkg/networking/core/route/route.go: all, where no percentage is given.
 */
export function listMirrors(rule: HttpRule, flow: Flow): { mirrors: Target["mirrors"]; steps: readonly Step[] } {
  const single = rule.find("mirror");
  const list = rule.find("mirrors");
  const found = [
    ...(rule.value.mirror === undefined || rule.value.mirror === null
      ? []
      : [createMirror(rule.value.mirror, readShareOfOne(rule), single)]),
    ...toMaps(rule.value.mirrors).map(({ destination, percentage }, index) =>
      createMirror(destination, readShare(percentage), { ...list, path: [...list.path, index] }),
    ),
  ].filter(({ host, port, percentage }) => percentage > 0 && flow.findUpstream(host, port) !== undefined);
  return {
    mirrors: found.map(({ host, subset, percentage }) => ({ host, subset, percentage })),
    steps: found.map(({ host, percentage, source: { object, path } }) =>
      createStep("mirror", `${percentage} % of the requests are copied to ${host}`, object, path),
    ),
  };
}

interface Mirror {
  host: string;
  port: number | undefined;
  subset: string;
  percentage: number;
  source: Source;
}

function createMirror(destination: unknown, percentage: number, source: Source): Mirror {
  const { host, subset, port } = toMap(destination);
  return { host: toText(host), port: toPort(toMap(port).number), subset: toText(subset), percentage, source };
}

function readShareOfOne({ value }: HttpRule): number {
  const { mirrorPercentage, mirrorPercent } = value;
  if (mirrorPercentage !== undefined && mirrorPercentage !== null) return readShare(mirrorPercentage);
  return mirrorPercent === undefined || mirrorPercent === null ? 100 : Number(mirrorPercent);
}

function readShare(percentage: unknown): number {
  if (percentage === undefined || percentage === null) return 100;
  return Number((readPercentage(percentage) * 100).toFixed(4));
}
