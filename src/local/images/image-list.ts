import type { Tools } from "../tools/get-tools.js";

/** The tools that end up in an image of the local cluster; the images carry the shared libraries of those that are programs. */
export const imageTools = [
  "pilot-discovery",
  "pilot-agent",
  "envoy",
  "echo-server",
  "echo-client",
  "envoy-bootstrap",
] as const;

/** Where each tool of an image lies on this machine. */
export type ImageTools = Pick<Tools, (typeof imageTools)[number]>;

/** Hub and tag of Istio's images in the local cluster: `<hub>/pilot:<tag>`, `<hub>/proxyv2:<tag>`. */
const imageHub = "localhost/istio";
const imageTag = "local";

/** The image of a pod's sandbox, named in containerd's configuration. */
export const pauseImage = "localhost/pause:local";

/** What an image is made of, besides the root file system that all of them share. */
export interface ImageSpec {
  /** File name of the archive. */
  name: string;
  /** The name that pods use. */
  reference: string;
  /** Path in the image -> file on this machine. */
  files: Readonly<Record<string, string>>;
  /** Numeric user. */
  user: string;
  entrypoint: readonly string[];
  /** Arguments where the pod gives none. @default none */
  cmd?: readonly string[];
}

/** User and entry points are those of Istio's own images (pilot/docker/Dockerfile.pilot, Dockerfile.proxyv2). */
export function listImages(tools: ImageTools): ImageSpec[] {
  return [
    {
      name: "pause",
      reference: pauseImage,
      files: {},
      user: "65534",
      entrypoint: ["/bin/sleep", "infinity"],
    },
    {
      name: "pilot",
      reference: `${imageHub}/pilot:${imageTag}`,
      files: { "usr/local/bin/pilot-discovery": tools["pilot-discovery"] },
      user: "1337",
      entrypoint: ["/usr/local/bin/pilot-discovery"],
    },
    {
      name: "proxyv2",
      reference: `${imageHub}/proxyv2:${imageTag}`,
      files: {
        "usr/local/bin/pilot-agent": tools["pilot-agent"],
        "usr/local/bin/envoy": tools.envoy,
        "var/lib/istio/envoy/envoy_bootstrap_tmpl.json": tools["envoy-bootstrap"],
      },
      user: "0",
      entrypoint: ["/usr/local/bin/pilot-agent"],
    },
    {
      // Istio's echo server under the name of the application that the sample deploys, on that application's ports.
      name: "k8s-combat",
      reference: "docker.io/crossoverjie/k8s-combat:istio",
      files: { "usr/local/bin/server": tools["echo-server"], "usr/local/bin/client": tools["echo-client"] },
      user: "65534",
      entrypoint: ["/usr/local/bin/server"],
      cmd: ["--port=8081", "--grpc=50051"],
    },
  ];
}
