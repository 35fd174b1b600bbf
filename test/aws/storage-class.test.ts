// Does not prove that a driver makes volumes of the class.
import { expect, it } from "vitest";
import { renderStorageClass } from "../../src/aws/storage-class.js";
import { find, says } from "./find-problems.js";
import { leastSettings } from "./settings.js";

const tags = { team: "shop", stage: "prod" };

it("is of encrypted volumes of the driver that the cluster has", () => {
  expect(renderStorageClass(leastSettings)).toEqual([]);
  expect(renderStorageClass({ ...leastSettings, tags, storageClass: {} })).toEqual([
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "ebs.csi.aws.com",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      parameters: { type: "gp3", encrypted: "true" },
    },
  ]);
});

it("says tags and key to Auto Mode", () => {
  const storageClass = { name: "mesh", isDefault: false };
  const [made] = renderStorageClass({ ...leastSettings, tags, autoMode: true, storageClass }, "the key");
  expect(made).toMatchObject({
    metadata: { name: "mesh", annotations: { "storageclass.kubernetes.io/is-default-class": "false" } },
    provisioner: "ebs.csi.eks.amazonaws.com",
  });
  expect(made?.parameters).toEqual({
    type: "gp3",
    encrypted: "true",
    kmsKeyId: "the key",
    tagSpecification_1: "team=shop",
    tagSpecification_2: "stage=prod",
  });
});

it("is refused with a wrong name, or without a driver", () => {
  expect(find({ storageClass: {} })).toEqual([]);
  expect(find({ storageClass: { name: "GP3" } })).toEqual([
    says(
      "MESH0495",
      '`storageClass.name` is "GP3", which is not a valid name',
      "use lower-case letters, digits, `-` and `.`",
    ),
  ]);
  const addons = { "aws-ebs-csi-driver": { enabled: false } };
  expect(find({ storageClass: {}, addons })).toEqual([
    says("MESH0495", "`storageClass` is given, but the add-on aws-ebs-csi-driver, which makes its volumes, is off"),
  ]);
});
