/** Manifests of applications as their files have them, without a namespace: a Service, a ServiceAccount and a Deployment each. */
export function writeApplications(names: readonly string[]): string {
  return names
    .map(
      (name) => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 8080 }] }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, version: v1 } }
    spec: { serviceAccountName: ${name}, containers: [{ name: app, image: example/${name}:1 }] }
`,
    )
    .join("---\n");
}
