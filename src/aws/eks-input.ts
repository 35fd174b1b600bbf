import type { EksSettings } from "./settings.js";

/**
 * The settings of a cluster with those that may be unknown in a preview. Of these only their number and, where they are known, their
 * form can be judged.
 */
export interface EksInput extends EksSettings {
  existingVpc?: { vpcId?: unknown; privateSubnetIds: readonly unknown[]; publicSubnetIds?: readonly unknown[] };
  accessEntries?: Readonly<
    Record<string, { principalArn: unknown; policies?: string[]; namespaces?: string[]; groups?: string[] }>
  >;
  loadBalancerControllerChart?: { version?: string; folder?: string; values?: Record<string, any> };
  podRoles?: Readonly<
    Record<
      string,
      { namespace: string; serviceAccount: string; policies?: Readonly<Record<string, unknown>>; roleArn?: unknown }
    >
  >;
  encryptionKeyArn?: unknown;
  volumeKeyArn?: unknown;
  logKeyArn?: unknown;
  flowLogs?: { traffic?: string; bucketArn?: unknown; intervalSeconds?: number };
  existingRoles?: {
    cluster?: unknown;
    nodes?: unknown;
    loadBalancerController?: unknown;
    addons?: Readonly<Record<string, unknown>>;
    autoNodes?: unknown;
    flowLogs?: unknown;
  };
  permissionsBoundary?: unknown;
  credentials?: { roleArn?: string };
}
