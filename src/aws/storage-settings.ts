/**
 * A StorageClass of encrypted gp3 volumes, which EKS makes none of. Its volumes have the cluster's `tags`, and are encrypted by its
 * `volumeKeyArn`. Kubernetes changes no StorageClass: with other tags or another key it is made anew, and volumes that are there stay as they are.
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
