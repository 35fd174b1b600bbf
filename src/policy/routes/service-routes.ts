import type { HttpRoute } from "../kind.js";
import type { TcpRoute } from "./tcp-routes.js";

/** The routes of a service in the mesh. */
export interface ServiceRoutes {
  routes: readonly HttpRoute[];
  tcpRoutes: readonly TcpRoute[];
}
