/** Istio's installation profiles. https://istio.io/latest/docs/setup/additional-setup/config-profiles/ */
export const Profile = {
  /** The recommended start for production. */
  Default: "default",
  /** Everything the tutorials use, with small resource requests; not for production. */
  Demo: "demo",
  /** The control plane alone. */
  Minimal: "minimal",
  /** Nothing. */
  Empty: "empty",
  /** Experimental features switched on. */
  Preview: "preview",
  /** Admission refuses unstable fields and resources. */
  Stable: "stable",
  /** For a cluster whose istiod runs elsewhere. */
  Remote: "remote",
  /** The mesh without sidecars. */
  Ambient: "ambient",
  /** Sidecars on OpenShift. */
  Openshift: "openshift",
  /** The mesh without sidecars on OpenShift. */
  OpenshiftAmbient: "openshift-ambient",
} as const;
export type Profile = (typeof Profile)[keyof typeof Profile];

/** What of Istio a profile installs. */
export interface ProfileComponents {
  base: boolean;
  istiod: boolean;
  cni: boolean;
  ztunnel: boolean;
  ingressGateway: boolean;
  egressGateway: boolean;
}

/** A file of settings that the charts carry inside and merge under the user's values. */
export type ChartProfile = "ambient" | "demo" | "preview" | "remote" | "stable";

/** A file of settings for one platform, likewise inside the charts. */
export type ChartPlatform = "openshift";

/** What a profile is made of. */
export interface ProfileFacts {
  description: string;
  components: ProfileComponents;
  /** The charts' value `profile`; absent = the charts' own defaults. */
  chartProfile?: ChartProfile;
  /** The charts' value `global.platform`. */
  platform?: ChartPlatform;
  /** Namespace of the cni chart; absent = the control plane's. */
  cniNamespace?: string;
  /** Namespace of the ztunnel chart; absent = the control plane's. */
  ztunnelNamespace?: string;
}

const controlPlane: ProfileComponents = {
  base: true,
  istiod: true,
  cni: false,
  ztunnel: false,
  ingressGateway: false,
  egressGateway: false,
};
const withIngress: ProfileComponents = { ...controlPlane, ingressGateway: true };

/**
 * All official profiles. istioctl has a file for each, of which only five are also inside the charts; the others are a
 * choice of components. A test compares this table with Istio's own files.
 */
export const profiles: Readonly<Record<Profile, ProfileFacts>> = {
  default: {
    description: "Control plane and ingress gateway with the charts' own settings; the start for production.",
    components: withIngress,
  },
  demo: {
    description: "For trying things out: both gateways, access log, full trace sampling, small resource requests.",
    components: { ...withIngress, egressGateway: true },
    chartProfile: "demo",
  },
  minimal: { description: "The control plane alone; gateways are added where needed.", components: controlPlane },
  empty: {
    description: "Installs nothing, for those who bring every part themselves.",
    components: { ...controlPlane, base: false, istiod: false },
  },
  preview: {
    description: "As default, with features on trial; without any promise of stability.",
    components: withIngress,
    chartProfile: "preview",
  },
  stable: {
    description: "As default, with an admission policy that refuses unstable fields and resources.",
    components: withIngress,
    chartProfile: "stable",
  },
  remote: {
    description: "For a cluster whose istiod runs in another cluster; it gets the injection webhook only.",
    components: controlPlane,
    chartProfile: "remote",
  },
  ambient: {
    description: "The mesh without sidecars: a node proxy (ztunnel) and the CNI agent beside the control plane.",
    components: { ...controlPlane, cni: true, ztunnel: true },
    chartProfile: "ambient",
  },
  openshift: {
    description: "As default on OpenShift: the CNI agent instead of privileged init containers, in kube-system.",
    components: { ...withIngress, cni: true },
    platform: "openshift",
    cniNamespace: "kube-system",
  },
  "openshift-ambient": {
    description: "As ambient on OpenShift, with the node components in kube-system.",
    components: { ...controlPlane, cni: true, ztunnel: true },
    chartProfile: "ambient",
    platform: "openshift",
    cniNamespace: "kube-system",
    ztunnelNamespace: "kube-system",
  },
};
