/** Names that AWS has, as far as the installed @pulumi/aws knows them; what is not given is not judged. */
export interface AwsNames {
  /** Instance types, as in `m7g.large`. */
  instanceTypes?: readonly string[];
  /** Regions, as in `eu-west-1`. */
  regions?: readonly string[];
}
