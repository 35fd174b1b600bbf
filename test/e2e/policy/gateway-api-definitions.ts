import { readdirSync } from "node:fs";
import { join } from "node:path";
import { silentProgress } from "../../../src/local/progress.js";
import { getTools } from "../../../src/local/tools/get-tools.js";
import { eventually, kubectl } from "./cluster.js";

/** Folder with the Gateway API's definitions, one folder a channel. */
export async function gatewayApiFolder(): Promise<string> {
  return (await getTools(["gateway-api"], silentProgress))["gateway-api"];
}

/** Installs the Gateway API's definitions, for all tests: nobody removes them. */
export async function installGatewayApi(): Promise<void> {
  const folder = join(await gatewayApiFolder(), "standard");
  // What keeps others from older definitions is not for tests.
  const names = readdirSync(folder).filter((name) => name.startsWith("gateway.") && !name.includes("_vap_"));
  const files = names.flatMap((name) => ["--filename", join(folder, name)]);
  await kubectl(["apply", "--server-side", ...files]);
  // istiod makes the class when it has seen the definitions; kubectl waits for nothing that is not there.
  await eventually(() => kubectl(["wait", "--for=condition=Accepted", "gatewayclass/istio", "--timeout=5s"]), 60);
}
