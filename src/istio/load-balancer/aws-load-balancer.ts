// A network load balancer by the AWS Load Balancer Controller, or by EKS Auto Mode, which reads most of the same annotations: only what both
// read is written. https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/

/** Who can reach a network load balancer. */
export const AwsScheme = {
  /** Public addresses, in public subnets. */
  InternetFacing: "internet-facing",
  /** Private addresses, in private subnets. */
  Internal: "internal",
} as const;
export type AwsScheme = (typeof AwsScheme)[keyof typeof AwsScheme];

/** Where a network load balancer sends what it gets. */
export const AwsTargetType = {
  /** To the pods; they need addresses of the VPC. */
  Ip: "ip",
  /** To node ports. */
  Instance: "instance",
} as const;
export type AwsTargetType = (typeof AwsTargetType)[keyof typeof AwsTargetType];

/** Who makes the load balancer. Kubernetes' `loadBalancerClass`. */
export const AwsLoadBalancerClass = {
  /** The AWS Load Balancer Controller. */
  Controller: "service.k8s.aws/nlb",
  /** EKS Auto Mode. */
  AutoMode: "eks.amazonaws.com/nlb",
} as const;
export type AwsLoadBalancerClass = (typeof AwsLoadBalancerClass)[keyof typeof AwsLoadBalancerClass];

/** What a health check speaks. */
export const AwsHealthCheckProtocol = { Http: "http", Tcp: "tcp" } as const;
export type AwsHealthCheckProtocol = (typeof AwsHealthCheckProtocol)[keyof typeof AwsHealthCheckProtocol];

/** How a network load balancer finds out which targets are well. Annotations `aws-load-balancer-healthcheck-…`. */
export interface AwsHealthCheck {
  /**
   * `http` wants an answer of 200-399, `tcp` only a connection.
   * @default "http"
   */
  protocol?: AwsHealthCheckProtocol;
  /**
   * A port of the gateway's Service, or 15021, where its pods say whether they are ready.
   * @default 15021
   */
  port?: number;
  /**
   * Path of an `http` check.
   * @default "/healthz/ready"
   */
  path?: string;
  /**
   * Time between two checks in seconds, 5-300.
   * @default - the controller's: 10
   */
  intervalSeconds?: number;
  /**
   * Checks in a row that make a target healthy, 2-10.
   * @default - the controller's: 3
   */
  healthyThreshold?: number;
  /**
   * Failed checks in a row that make a target unhealthy, 2-10.
   * @default - the controller's: 3
   */
  unhealthyThreshold?: number;
}

/** A network load balancer of AWS in front of a gateway. */
export interface AwsLoadBalancer {
  /**
   * Who can reach it. Annotation `aws-load-balancer-scheme`.
   * @default "internal"
   */
  scheme?: AwsScheme;
  /**
   * Where it sends what it gets. Annotation `aws-load-balancer-nlb-target-type`.
   * @default "ip"
   */
  targetType?: AwsTargetType;
  /**
   * Whether it tells the client's address by a PROXY header (version 2), which the gateway then expects on all its ports: the attribute
   * `proxy_protocol_v2.enabled` in the Service's annotation `aws-load-balancer-target-group-attributes`, beside those of
   * `serviceAnnotations`, and `gatewayTopology.proxyProtocol` of the pods, always together.
   * @default false
   */
  proxyProtocol?: boolean;
  /**
   * How it finds out which targets are well.
   * @default - HTTP to /healthz/ready of port 15021; for `instance` targets with `externalTrafficPolicy: Local` that of Kubernetes
   */
  healthCheck?: AwsHealthCheck;
  /**
   * Whether each of its zones sends to the targets of all zones. Attribute `load_balancing.cross_zone.enabled`.
   * @default - AWS's: false
   */
  crossZone?: boolean;
  /**
   * IDs or names of the subnets it is in, one a zone at most. Annotation `aws-load-balancer-subnets`.
   * @default - found by their tags
   */
  subnets?: string[];
  /**
   * Its other attributes, such as `deletion_protection.enabled`. Annotation `aws-load-balancer-attributes`.
   * @default {}
   */
  attributes?: Record<string, string>;
  /**
   * Who makes it. Kubernetes' `loadBalancerClass`.
   * @default "service.k8s.aws/nlb"
   */
  loadBalancerClass?: AwsLoadBalancerClass;
}
