// Does not prove that an API server accepts the credentials: `fetchClusterIdentity` asks it.
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { selectContext } from "../../src/cluster-access/kubeconfig.js";

const text = `
clusters:
  - name: staging
    cluster: { server: https://staging, certificate-authority: ca.crt }
  - name: prod
    cluster: { server: https://prod, certificate-authority-data: Q0E= }
contexts:
  - { name: staging, context: { cluster: staging, user: me, namespace: shop } }
  - { name: prod, context: { cluster: prod, user: robot } }
  - { name: anonymous, context: { cluster: prod } }
  - { name: homeless, context: { cluster: gone, user: me } }
  - { name: nobody, context: { cluster: prod, user: gone } }
users:
  - { name: me, user: { client-certificate: /abs/me.crt, client-key: keys/me.key } }
  - { name: robot, user: { exec: { command: aws, apiVersion: client.authentication.k8s.io/v1 } } }
current-context: staging
`;
const select = (context?: string, given = text) =>
  selectContext({ text: given, file: "config", folder: "/home/me/.kube" }, context);
const say = (context?: string, given = text) => select(context, given).findings.map(formatFinding);
const remedy = "give a kubeconfig's path and one of its contexts, as `kubectl config get-contexts` lists them";

describe("cuts a kubeconfig down to one context", () => {
  it.each<[string | undefined, object]>([
    [
      undefined,
      {
        apiVersion: "v1",
        kind: "Config",
        clusters: [
          { name: "staging", cluster: { server: "https://staging", "certificate-authority": "/home/me/.kube/ca.crt" } },
        ],
        contexts: [{ name: "staging", context: { cluster: "staging", user: "me", namespace: "shop" } }],
        users: [
          {
            name: "me",
            user: { "client-certificate": "/abs/me.crt", "client-key": "/home/me/.kube/keys/me.key" },
          },
        ],
        "current-context": "staging",
      },
    ],
    [
      "prod",
      {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "prod", cluster: { server: "https://prod", "certificate-authority-data": "Q0E=" } }],
        contexts: [{ name: "prod", context: { cluster: "prod", user: "robot" } }],
        users: [{ name: "robot", user: { exec: { command: "aws", apiVersion: "client.authentication.k8s.io/v1" } } }],
        "current-context": "prod",
      },
    ],
    [
      "anonymous",
      {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "prod", cluster: { server: "https://prod", "certificate-authority-data": "Q0E=" } }],
        contexts: [{ name: "anonymous", context: { cluster: "prod" } }],
        users: [],
        "current-context": "anonymous",
      },
    ],
  ])("%s", (context, expected) => {
    const { kubeconfig = "", findings } = select(context);
    expect(findings).toEqual([]);
    expect(JSON.parse(kubeconfig)).toEqual(expected);
  });

  it("and gives the same when something else in the file changes", () => {
    const other = text.replace("https://prod", "https://elsewhere").replace("current-context: staging", "");
    expect(select("staging", other).kubeconfig).toBe(select("staging").kubeconfig);
  });

  it("and gives itself when it is cut again", () => {
    const { kubeconfig = "" } = select("staging");
    expect(select(undefined, kubeconfig).kubeconfig).toBe(kubeconfig);
  });
});

describe("says what stands in the way", () => {
  it.each<[string | undefined, string, string[]]>([
    [
      "dev",
      text,
      [
        `config: error MESH0120: kubeconfig: it has no context "dev"; its contexts are staging, prod, anonymous, homeless, nobody; ${remedy}`,
      ],
    ],
    [
      "homeless",
      text,
      [
        `config: error MESH0120: kubeconfig: its context "homeless" names the cluster "gone", which it does not describe; ${remedy}`,
      ],
    ],
    [
      "nobody",
      text,
      [
        `config: error MESH0120: kubeconfig: its context "nobody" names the user "gone", which it does not describe; ${remedy}`,
      ],
    ],
    [
      undefined,
      "clusters: [{ name: a, cluster: { server: https://a } }]\ncontexts: []\n",
      [
        `config: error MESH0120: kubeconfig: no context is given and it has no current-context; its contexts are (none); ${remedy}`,
      ],
    ],
    [
      undefined,
      "clusters: [{ name: a, cluster: {} }]\ncontexts: here\n",
      [
        `config:1:23: error MESH0120: \`clusters[0].cluster.server\` is missing; it must be a string; ${remedy}`,
        `config:2:1: error MESH0120: \`contexts\` is "here"; it must be a list; ${remedy}`,
      ],
    ],
    [
      undefined,
      "clusters: [",
      [
        `config:1:12: error MESH0120: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; ${remedy}`,
      ],
    ],
  ])("context %s", (context, given, expected) => {
    expect(say(context, given)).toEqual(expected);
  });

  it("of an empty text", () => {
    expect(say(undefined, "")).toEqual([`config: error MESH0120: the document is empty; it must be a map; ${remedy}`]);
  });
});
