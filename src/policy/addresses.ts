import { z } from "zod";

const ipv4 = z.ipv4().meta({ examples: ["10.0.0.1"] });
const ipv6 = z.ipv6().meta({ examples: ["2001:db8::1"] });
const cidrv4 = z.cidrv4().meta({ examples: ["10.0.0.0/8"] });
const cidrv6 = z.cidrv6().meta({ examples: ["2001:db8::/32"] });

/** An IP address, or a block of them. Source: `ValidateIPSubnet` of Istio's pkg/config/validation/agent. */
export const ipBlock = z.union([ipv4, cidrv4, ipv6, cidrv6], "it must be an address or a CIDR block");

const hostName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "it must be a host name")
  .meta({ examples: ["server.example.com"] });

/** Where a server is: an IP address, or a name that DNS knows. */
export const serverAddress = z.union([ipv4, ipv6, hostName], "it must be an IP address or a host name");
