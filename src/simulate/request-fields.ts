import type { MeshRequest } from "./request.js";

/** A header by its name in lower case, or what HTTP/2 has in its place; undefined where the request has none of that name. */
export function readHeader(request: MeshRequest, authority: string, name: string): string | undefined {
  switch (name) {
    case ":authority":
    case "host":
      return authority;
    case ":method":
      return request.method;
    case ":path":
      return request.query === "" ? request.path : `${request.path}?${request.query}`;
    default:
      return Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
  }
}

const added = /^(:scheme|x-forwarded-.*|x-request-id|x-envoy-.*|x-b3-.*|b3|traceparent|tracestate|via|forwarded)$/;

/** Whether proxies on the way write a header that the request does not have. */
export function isAddedHeader(name: string): boolean {
  return added.test(name);
}
