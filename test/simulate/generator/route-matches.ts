import type { Choices } from "./choices.js";
import { far, gatewayHosts, ingress, methods, near, users } from "./vocabulary.js";

type Fields = Record<string, unknown>;

/** A match of a VirtualService's HTTP route, with at least one condition. */
export function chooseMatch(choices: Choices): Fields {
  const match = choices.fields({
    uri: [0.7, () => chooseUri(choices)],
    ignoreUriCase: [0.1, () => true],
    headers: [0.3, () => chooseHeaders(choices)],
    withoutHeaders: [0.1, () => chooseHeaders(choices)],
    method: [0.2, () => ({ exact: choices.pick(methods) })],
    queryParams: [0.1, () => ({ debug: choices.pick([{ exact: "true" }, { regex: "t.*" }, { prefix: "tr" }]) })],
    port: [0.1, () => choices.pick([80, 8080])],
    sourceLabels: [0.1, () => ({ app: choices.pick(["client", "api"]) })],
    sourceNamespace: [0.1, () => choices.pick([near, far])],
    gateways: [0.08, () => choices.some(["mesh", `${near}/${ingress.name}`], 1, 2)],
    authority: [0.08, () => choices.pick([{ prefix: "web" }, { exact: gatewayHosts[0] }, { regex: ".*example.*" }])],
    scheme: [0.04, () => ({ exact: choices.pick(["http", "https"]) })],
  });
  const { ignoreUriCase, ...others } = match;
  if (Object.keys(others).length === 0) return { uri: chooseUri(choices) };
  return match.uri === undefined ? others : { ...others, ...(ignoreUriCase === undefined ? {} : { ignoreUriCase }) };
}

function chooseUri(choices: Choices): Fields {
  return choices.pick<Fields>([
    { exact: "/api" },
    { exact: "/admin" },
    { exact: "/" },
    { prefix: "/api" },
    { prefix: "/api/" },
    { prefix: "/api/v1" },
    { prefix: "/admin" },
    { prefix: "/" },
    { regex: "/api/v[0-9]+" },
    { regex: "/(api|admin).*" },
    { regex: ".*" },
  ]);
}

function chooseHeaders(choices: Choices): Fields {
  const value = choices.pick<Fields>([
    { exact: choices.pick(users) },
    { prefix: "al" },
    { regex: "(alice|bob)" },
    { regex: "a" },
    {},
  ]);
  return choices.isTrue(0.7) ? { "x-user": value } : { "x-canary": choices.pick([{ exact: "1" }, {}]) };
}
