import { InstanceType } from "@pulumi/aws/types/enums/ec2/index.js";

/** The instance types that the installed @pulumi/aws knows; a newer one knows more. */
export const instanceTypes: readonly string[] = Object.values(InstanceType);
