import { InstanceType } from "@pulumi/aws/types/enums/ec2/index.js";
import { Region } from "@pulumi/aws/types/enums/index.js";
import type { AwsNames } from "../../aws/aws-names.js";

/** What the installed @pulumi/aws knows; a newer one knows more. */
export const awsNames: AwsNames = { instanceTypes: Object.values(InstanceType), regions: Object.values(Region) };
