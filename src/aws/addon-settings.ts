/** Versions of an add-on that AWS chooses, for the cluster's Kubernetes, at every run. */
export const AddonVersion = {
  /** The one that AWS installs where nobody names one. */
  Default: "default",
  /** The newest one. */
  Latest: "latest",
} as const;
export type AddonVersion = (typeof AddonVersion)[keyof typeof AddonVersion];

/** What an update of an add-on does with fields that others have changed in the cluster. EKS's `resolveConflictsOnUpdate`. */
export const ConflictPolicy = { None: "NONE", Overwrite: "OVERWRITE", Preserve: "PRESERVE" } as const;
export type ConflictPolicy = (typeof ConflictPolicy)[keyof typeof ConflictPolicy];

/** An EKS add-on. */
export interface EksAddon {
  /**
   * False leaves out an add-on that is there by default.
   * @default true
   */
  enabled?: boolean;
  /**
   * Its version, as in `v1.20.1-eksbuild.3`; or `default` or `latest`, for which AWS is asked at every run what that is for the cluster's
   * Kubernetes, so that the add-on is updated when it becomes another one.
   * @default - AWS's default for the cluster's Kubernetes when the add-on is made; it stays until one is named here
   */
  version?: string;
  /**
   * Values of the add-on's own schema (`aws eks describe-addon-configuration`), over those that the mesh needs.
   * @default - what the mesh needs
   */
  configuration?: Record<string, any>;
  /**
   * AWS's policy that the role of its pods has; of `vpc-cni` and `aws-ebs-csi-driver`. For the latter `AmazonEBSCSIDriverEKSClusterScopedPolicy`
   * is tighter: volumes of this cluster alone. It takes the add-on's version 1.58 or newer, and the tag `ebs.csi.aws.com/cluster-name` on
   * volumes and snapshots that are there already.
   * @default - AmazonEKS_CNI_Policy; AmazonEBSCSIDriverPolicyV2
   */
  policy?: string;
  /**
   * What an update does with fields that others have changed in the cluster.
   * @default "PRESERVE"
   */
  resolveConflicts?: ConflictPolicy;
}
