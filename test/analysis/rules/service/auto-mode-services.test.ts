// Does not prove what Auto Mode does with such annotations: that is AWS's page's to say.
import { expect, it } from "vitest";
import { autoModeServices } from "../../../../src/analysis/rules/service/auto-mode-services.js";
import { analyzeFixture, readBeside } from "../../analyze-text.js";

const prefix = "service.beta.kubernetes.io";
const attributes = `${prefix}/aws-load-balancer-attributes`;
const beside = readBeside(autoModeServices);
const unread = (place: string, annotation: string, remedy: string) =>
  `mesh.yaml:${place}: error MESH0493: load balancers of the class eks.amazonaws.com/nlb do not read the annotation ${prefix}/${annotation}; ${remedy}`;

const ofClass = [
  unread(
    "8:5",
    "aws-load-balancer-proxy-protocol",
    `write proxy_protocol_v2.enabled=true into the annotation ${prefix}/aws-load-balancer-target-group-attributes`,
  ),
  unread(
    "9:5",
    "aws-load-balancer-cross-zone-load-balancing-enabled",
    `write load_balancing.cross_zone.enabled=true into the annotation ${attributes}`,
  ),
  `mesh.yaml:10:5: warning MESH0494: load balancers of the class eks.amazonaws.com/nlb may not read the annotation ${prefix}/load-balancer-source-ranges; use the Service's field spec.loadBalancerSourceRanges`,
  unread(
    "23:5",
    "aws-load-balancer-internal",
    `use the annotation ${prefix}/aws-load-balancer-scheme: internal or internet-facing`,
  ),
  unread(
    "24:5",
    "aws-load-balancer-access-log-enabled",
    `write access_logs.s3.enabled=true into the annotation ${attributes}`,
  ),
  unread(
    "25:5",
    "aws-load-balancer-access-log-s3-bucket-name",
    `write access_logs.s3.bucket=<bucket> into the annotation ${attributes}`,
  ),
  unread(
    "26:5",
    "aws-load-balancer-access-log-s3-bucket-prefix",
    `write access_logs.s3.prefix=<prefix> into the annotation ${attributes}`,
  ),
];
const internal = "use the annotation service.beta.kubernetes.io/aws-load-balancer-scheme: internal or internet-facing";
const byDefault = [
  unread(
    "39:18",
    "aws-load-balancer-proxy-protocol",
    `write proxy_protocol_v2.enabled=true into the annotation ${prefix}/aws-load-balancer-target-group-attributes`,
  ),
  unread("54:20", "aws-load-balancer-internal", internal),
  unread("62:18", "aws-load-balancer-internal", internal),
];

it("finds annotations that load balancers of Auto Mode do not read", () => {
  expect(analyzeFixture(autoModeServices, "good", beside)).toEqual([]);
  expect(analyzeFixture(autoModeServices, "bad")).toEqual(ofClass);
  expect(analyzeFixture(autoModeServices, "bad", beside)).toEqual([...ofClass, ...byDefault]);
});
