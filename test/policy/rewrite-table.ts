/** A route that rewrites paths, and what the service gets. */
export interface RewriteCase {
  match: string;
  uri: string;
  /** Path that is asked for -> path that arrives. */
  paths: Readonly<Record<string, string>>;
  /** Whether the Gateway API says it too; what it does not say is refused. */
  isOfBoth: boolean;
}

/** Every path is one of a single case. */
export const rewriteCases: readonly RewriteCase[] = [
  {
    match: "{ uri: { prefix: /catalog } }",
    uri: "/inside",
    paths: {
      "/catalog": "/inside",
      "/catalog/": "/inside/",
      "/catalog/items": "/inside/items",
      "/catalog/items/1?q=/catalog": "/inside/items/1?q=/catalog",
      "/catalog/catalog/1": "/inside/catalog/1",
      "/catalogue": "/catalogue",
    },
    isOfBoth: true,
  },
  {
    match: "{ uri: { prefix: /s } }",
    uri: "/t",
    paths: { "/s": "/t", "/s/x": "/t/x", "/s/x/1": "/t/x/1", "/sx": "/sx" },
    isOfBoth: true,
  },
  {
    match: "{ uri: { prefix: /orders } }",
    uri: "/",
    paths: { "/orders": "/", "/orders/": "/", "/orders/5": "/5", "/orders/5/": "/5/", "/orders5": "/orders5" },
    isOfBoth: true,
  },
  {
    match: "{ uri: { exact: /api } }, { uri: { prefix: /api/ } }",
    uri: "/v1/",
    paths: { "/api": "/v1", "/api/": "/v1/", "/api/1": "/v1/1" },
    isOfBoth: true,
  },
  {
    match: "{ uri: { exact: /part } }, { uri: { prefix: /part/ } }",
    uri: "/new",
    paths: { "/part": "/new", "/part/1": "/new/1" },
    isOfBoth: true,
  },
  {
    match: "{ uri: { exact: /whole } }",
    uri: "/all/",
    paths: { "/whole": "/all/", "/whole/1": "/whole/1" },
    isOfBoth: true,
  },
  {
    match: "{ uri: { prefix: /a } }, { uri: { prefix: /a/b } }",
    uri: "/z",
    paths: { "/a": "/z", "/a/1": "/z/1", "/a/b": "/z", "/a/b/1": "/z/1" },
    isOfBoth: true,
  },
  {
    match: "{ uri: { prefix: /v1.0 } }",
    uri: "/one",
    paths: { "/v1.0/x": "/one/x", "/v1x0/x": "/v1x0/x" },
    isOfBoth: true,
  },
  {
    match: "{ uri: { prefix: /old/ } }",
    uri: "/kept",
    paths: { "/old": "/old", "/old/": "/kept/", "/old/1": "/kept/1" },
    isOfBoth: false,
  },
  {
    match: "{ uri: { regex: '/items/[0-9]+' } }",
    uri: "/item",
    paths: { "/items/12": "/item", "/items/x": "/items/x" },
    isOfBoth: false,
  },
  {
    match: "{ uri: { prefix: /case }, ignoreUriCase: true }",
    uri: "/",
    paths: { "/CASE/1": "/1", "/case": "/" },
    isOfBoth: false,
  },
  {
    match: "{ queryParams: { all: { exact: '1' } } }",
    uri: "/all",
    paths: { "/?all=1": "/all?all=1", "/below?all=1": "/all/below?all=1" },
    isOfBoth: false,
  },
];

/** Paths below those of the cases at which a service is exposed. */
export const exposedParts = ["/catalog/items", "/s/x", "/orders/5", "/api/1", "/a/b"];

/** A document with the cases, and the service's own path for all else. */
export function writeDocument(service: string, cases: readonly RewriteCase[], expose: string): string {
  const routes = cases.map(
    ({ match, uri }, index) => `  - { name: r${index}, match: [${match}], rewrite: { uri: ${uri} } }\n`,
  );
  return `service: ${service}\nroutes:\n${routes.join("")}  - { name: default }\nexpose:\n${expose}`;
}

/** Whether a path is at or below one of others. */
export function isPart(path: string): boolean {
  return exposedParts.some((part) => path === part || path.startsWith(`${part}/`));
}
