/** The folder of the stack's documents. */
export const folder = "stacks/dev/policies";

export const reviewsFile = `${folder}/shop-reviews.yaml`;

/** A small shop: what a team's own files look like, comments and all. */
export const shopFiles: Readonly<Record<string, string>> = {
  [reviewsFile]: `# yaml-language-server: $schema=../../../dist/policy.schema.json
# Reviews of the shop; the ratings behind them are slow on Mondays.
service: shop/reviews
timeout: 3s # the page waits for 4
retries: { attempts: 2, perTryTimeout: 1s, retryOn: "5xx,reset" }
versions:
  v1: { version: v1 }
  v2: { version: v2 } # the one with stars
routes:
  - name: testers
    match:
      - headers: { x-user: { exact: tester } }
    to: { v2: 100 }
  - name: default
    to: { v1: 90, v2: 10 }
calls: [shop/ratings]
`,
  [`${folder}/shop-ratings.yaml`]: `service: shop/ratings
loadBalancer: { simple: LEAST_REQUEST }
outlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: 30s, maxEjectionPercent: 50 }
access:
  default: deny
  allow:
    - from: [shop/reviews]
      methods: [GET]
`,
  [`${folder}/shop-productpage.yaml`]: `# What customers see.
service: shop/productpage
calls: [shop/reviews, shop/details, { host: api.example.com, port: 443 }]
expose:
  - { gateway: ingress/public, hosts: [www.service1.io] }
`,
  [`${folder}/defaults.yaml`]: `# Nobody outside of the mesh gets in but by the gateway.
namespace: shop
mtls: { mode: STRICT }
tightenOnly: [mtls]
---
mesh: dev
timeout: 10s
`,
};

/** What the reviews' file said before. */
export const earlierReviews = (shopFiles[reviewsFile] ?? "")
  .replace("{ v1: 90, v2: 10 }", "{ v1: 100 }")
  .replace("timeout: 3s", "timeout: 2s");
