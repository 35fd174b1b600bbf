/** A small mesh: a caller, a stranger without a sidecar, a service of two versions, and a gateway. */
export const shop = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: bare }
---
apiVersion: v1
kind: Namespace
metadata: { name: ingress, labels: { istio-injection: enabled } }
---
${["web", "other"].map((name) => createDeployment("shop", name)).join("---\n")}
---
${createDeployment("bare", "legacy")}
---
${["v1", "v2"].map((version) => createDeployment("shop", "reviews", version)).join("---\n")}
---
${createDeployment("shop", "ratings", "v1")}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: public, namespace: ingress }
spec:
  selector: { matchLabels: { istio: public } }
  template:
    metadata: { labels: { istio: public }, annotations: { inject.istio.io/templates: gateway } }
    spec: { serviceAccountName: public, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: public, namespace: ingress }
spec: { selector: { istio: public }, ports: [{ name: http, port: 80 }] }
---
${["reviews", "ratings"].map(createService).join("---\n")}
`;

/** A Deployment with an account of its own. */
export function createDeployment(namespace: string, name: string, version?: string): string {
  const full = version === undefined ? name : `${name}-${version}`;
  const labels = `{ app: ${name}${version === undefined ? "" : `, version: ${version}`} }`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${full}, namespace: ${namespace} }
spec:
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec: { serviceAccountName: ${name}, containers: [{ name: app, image: app, ports: [{ containerPort: 8080 }] }] }
`;
}

/** A Service in the namespace shop. */
export function createService(name: string): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`;
}

/** Several objects after one another. */
export function join(...texts: string[]): string {
  return texts.join("---\n");
}

export const subsets = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
`;

/** The way to reviews: testers get v2, others these shares. */
export function createRoutes(weights: readonly [number, number], route = ""): string {
  return `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - match: [{ headers: { x-user: { exact: tester } } }]
      route: [{ destination: { host: reviews, subset: v2 } }]
    - route:
        - { destination: { host: reviews, subset: v1 }, weight: ${weights[0]} }
        - { destination: { host: reviews, subset: v2 }, weight: ${weights[1]} }
${route}
`;
}

/** Who may call reviews, and how. */
export function createAccess(account: string, operation = "{ methods: [GET] }"): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/${account}] } }], to: [{ operation: ${operation} }] }]
`;
}

export const strict = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
`;

export const gateway = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ingress }
spec: { selector: { istio: public }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [www.example.com] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: www, namespace: ingress }
spec:
  hosts: [www.example.com]
  gateways: [public]
  http: [{ route: [{ destination: { host: reviews.shop.svc.cluster.local } }] }]
`;
