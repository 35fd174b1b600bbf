import { toMap, toText } from "../../text/read.js";
import { nameGatewayService } from "./gateway-sections.js";

/** What istiod calls what it makes for a Gateway of one of its classes. Source: `GetClassInfos` in istio pilot/pkg/config/kube/gatewaycommon. */
export const gatewayNamings: Readonly<Record<string, (gateway: string) => string>> = {
  istio: nameGatewayService,
  "istio-waypoint": (gateway) => gateway,
  "istio-east-west": (gateway) => gateway,
};

/** The ServiceAccount that istiod gives to the pods of a Gateway of the Gateway API; undefined for classes of others. */
export function nameGatewayAccount(
  name: string,
  annotations: unknown,
  { gatewayClassName }: Record<string, any>,
): string | undefined {
  return (
    toText(toMap(annotations)["gateway.istio.io/service-account"]) || gatewayNamings[toText(gatewayClassName)]?.(name)
  );
}
