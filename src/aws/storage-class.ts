import type { Manifest } from "../kubernetes/manifest.js";
import { planAddons } from "./addon-plan.js";
import type { EksInput } from "./eks-input.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import type { EksSettings } from "./settings.js";

/** The add-on that makes volumes where Auto Mode does not. */
export const volumeDriver = "aws-ebs-csi-driver";

/**
 * The object. The add-on tags volumes by its own configuration; Auto Mode only by the class.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
 * @param kmsKeyId ARN of the key; undefined = EC2's
 */
export function renderStorageClass(
  { storageClass, autoMode = false, tags = {} }: EksSettings,
  kmsKeyId?: unknown,
): Manifest[] {
  if (storageClass === undefined) return [];
  const { name = "gp3", isDefault = true } = storageClass;
  const pairs = autoMode ? Object.entries(tags) : [];
  const tagged = pairs.map(([key, value], index) => [`tagSpecification_${index + 1}`, `${key}=${value}`] as const);
  return [
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) } },
      provisioner: autoMode ? "ebs.csi.eks.amazonaws.com" : "ebs.csi.aws.com",
      // In the zone of the pod that asks.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      parameters: {
        type: "gp3",
        encrypted: "true",
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        ...Object.fromEntries(tagged),
      },
    },
  ];
}

/** What is wrong with the StorageClass. */
export function findStorageProblems(input: EksInput): Problem[] {
  const { storageClass, autoMode = false } = input;
  if (storageClass === undefined) return [];
  const at = ["storageClass"];
  const { name } = storageClass;
  const isName = name === undefined || /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name);
  const hasDriver = autoMode || planAddons(input).some((addon) => addon.name === volumeDriver);
  return [
    ...(isName
      ? []
      : [
          createSettingProblem(
            [...at, "name"],
            "MESH0495",
            `is "${name}", which is not a valid name`,
            "use lower-case letters, digits, `-` and `.`",
          ),
        ]),
    ...(hasDriver
      ? []
      : [
          createSettingProblem(
            at,
            "MESH0495",
            `is given, but the add-on ${volumeDriver}, which makes its volumes, is off`,
          ),
        ]),
  ];
}
