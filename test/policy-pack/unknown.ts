import * as policy from "@pulumi/policy";

/** How the engine writes a text that it does not know yet. Source: `UnknownStringValue` in sdk/go/common/resource/plugin/rpc.go. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The same of a list: `UnknownArrayValue`. */
export const unknownList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

/** Properties as policies are given them: reading an unknown one throws. @pulumi/policy exports it without its type. */
export const guardUnknown = (policy as unknown as { unknownCheckingProxy: <T extends object>(value: T) => T })
  .unknownCheckingProxy;
