/**
 * A StorageClass of encrypted gp3 volumes; EKS creates none. Volumes get the cluster's `tags` and `volumeKeyArn`. A StorageClass cannot be changed:
 * other tags or another key replace it, and existing volumes stay as they are.
 */
export interface EksStorageClass {
  /**
   * Its name.
   * @default "gp3"
   */
  name?: string;
  /**
   * Whether claims that name no class are of it.
   * @default true
   */
  isDefault?: boolean;
}
