/** Who makes the load balancers of a cluster's Services, by Kubernetes' `loadBalancerClass`. */
export interface LoadBalancerClasses {
  /**
   * What a Service gets that is created as a LoadBalancer without a class.
   * @default - no class, or it is not known
   */
  default?: string;
  /**
   * Classes whose load balancers nobody in the cluster makes. Each has the reason, which continues "but the cluster".
   * @default - none is known
   */
  unserved?: Record<string, string>;
}
