import type { Code } from "../../findings/codes.js";

// What EKS Auto Mode reads of a Service that it makes a network load balancer for. Source, in two versions of the page (of 2024-12 and newer):
// https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html

const prefix = "service.beta.kubernetes.io/";

/** What AWS says of an annotation that Auto Mode does not read. */
export interface UnreadAnnotation {
  code: Code;
  /** Continues "load balancers of the class …". */
  verb: string;
  /** What says the same in Auto Mode. */
  remedy: string;
}

/** @param isDoubtful whether AWS's page lists it under both what is supported and what is not */
const createUnread = (remedy: string, isDoubtful = false): UnreadAnnotation =>
  isDoubtful ? { code: "MESH0494", verb: "may not read", remedy } : { code: "MESH0493", verb: "do not read", remedy };
const asAttribute = (attribute: string) =>
  createUnread(`write ${attribute} into the annotation ${prefix}aws-load-balancer-attributes`);

/**
 * AWS's table of annotations that are not supported, by their full names. Its row on `aws-load-balancer-type` is left out: the class decides,
 * whatever that annotation says. What is in no table of AWS may be read or not.
 */
const unreadAnnotations: Readonly<Record<string, UnreadAnnotation>> = {
  [`${prefix}aws-load-balancer-proxy-protocol`]: createUnread(
    `write proxy_protocol_v2.enabled=true into the annotation ${prefix}aws-load-balancer-target-group-attributes`,
  ),
  [`${prefix}aws-load-balancer-internal`]: createUnread(
    `use the annotation ${prefix}aws-load-balancer-scheme: internal or internet-facing`,
  ),
  [`${prefix}aws-load-balancer-access-log-enabled`]: asAttribute("access_logs.s3.enabled=true"),
  [`${prefix}aws-load-balancer-access-log-s3-bucket-name`]: asAttribute("access_logs.s3.bucket=<bucket>"),
  [`${prefix}aws-load-balancer-access-log-s3-bucket-prefix`]: asAttribute("access_logs.s3.prefix=<prefix>"),
  [`${prefix}aws-load-balancer-cross-zone-load-balancing-enabled`]: asAttribute(
    "load_balancing.cross_zone.enabled=true",
  ),
  [`${prefix}load-balancer-source-ranges`]: createUnread("use the Service's field spec.loadBalancerSourceRanges", true),
};

/** What AWS says of an annotation that Auto Mode does not read; undefined for any other. */
export function findUnread(annotation: string): UnreadAnnotation | undefined {
  return Object.hasOwn(unreadAnnotations, annotation) ? unreadAnnotations[annotation] : undefined;
}

/** Tags of a load balancer and of what belongs to it, as in `team=shop,stage=prod`. */
export const tagsAnnotation = `${prefix}aws-load-balancer-additional-resource-tags`;
