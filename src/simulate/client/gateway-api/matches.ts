import { toMap, toMaps, toText } from "../../../text/read.js";

type Match = Readonly<Record<string, any>>;

/**
 * A match of an HTTPRoute as HTTPMatchRequest of Istio's API; what is left out has the Gateway API's defaults.
 * Source: `createURIMatch` and its neighbours in istio pilot/pkg/config/kube/gateway/conversion.go.
 */
export function convertHttpMatch({ path, method, headers, queryParams }: Match): Match {
  return {
    uri: convertPath(toMap(path)),
    ...(toText(method) === "" ? {} : { method: { exact: toText(method) } }),
    headers: convertNamed(headers),
    queryParams: convertNamed(queryParams),
  };
}

/** The same of a GRPCRoute. Source: `createGRPCURIMatch` in the same file. */
export function convertGrpcMatch({ method, headers }: Match): Match {
  const uri = method === undefined || method === null ? {} : { uri: convertCall(toMap(method)) };
  return { ...uri, headers: convertNamed(headers) };
}

function convertPath({ type = "PathPrefix", value = "/" }: Match): Match {
  const text = toText(value);
  if (type === "Exact") return { exact: text };
  if (type === "RegularExpression") return { regex: text };
  return { prefix: text !== "/" && text.endsWith("/") ? text.slice(0, -1) : text };
}

function convertCall({ type = "Exact", service, method }: Match): Match {
  const [name, call] = [toText(service), toText(method)];
  if (name === "") return { regex: `/[^/]+/${call}` };
  if (type === "RegularExpression") return { regex: `/${name}/${call === "" ? ".+" : call}` };
  return call === "" ? { prefix: `/${name}/` } : { exact: `/${name}/${call}` };
}

/** Of two of one name the last one stands in Istio's map. */
function convertNamed(list: unknown): Match {
  const entries = toMaps(list).map(({ name, type, value }): [string, unknown] => [
    toText(name),
    type === "RegularExpression" ? { regex: toText(value) } : { exact: toText(value) },
  ]);
  return Object.fromEntries(entries);
}
