// Services, disruption budgets and topology spread of gateways. Does not prove that an API server takes what is left.
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import type { GatewaySettings } from "../../../src/istio/gateway/gateway-settings.js";
import { computeGatewayValues, findGatewayProblems } from "../../../src/istio/gateway/gateway-values.js";

const check = (settings: unknown) => findGatewayProblems(settings as GatewaySettings).map(formatProblem);
const only = (setting: string, type: string, types = "LoadBalancer") =>
  `error MESH0118: \`${setting}\` is given, but \`serviceType\` is "${type}"; remove it, or set \`serviceType\` to ${types}`;
const nodePort = (name: string, message: string, remedy: string) =>
  `error MESH0130: \`nodePort\` of the port "${name}" is ${message}; ${remedy}`;

describe("settings of the Service", () => {
  const settings = {
    awsLoadBalancer: {},
    sourceRanges: ["10.0.0.0/8"],
    allocateNodePorts: false,
    externalTrafficPolicy: "Local",
  };
  const ofClusterIp = [
    only("awsLoadBalancer", "ClusterIP"),
    only("sourceRanges", "ClusterIP"),
    only("allocateNodePorts", "ClusterIP"),
    only("externalTrafficPolicy", "ClusterIP", "LoadBalancer or NodePort"),
  ];

  it.each<[object, string[]]>([
    [settings, []],
    [{ ...settings, serviceType: "ClusterIP" }, ofClusterIp],
    // An egress gateway is not to be reached from outside, unless it is told so.
    [{ ...settings, kind: "egress" }, ofClusterIp],
    [{ ...settings, kind: "egress", serviceType: "LoadBalancer" }, []],
    [{ ...settings, values: { service: { type: "ClusterIP" } } }, ofClusterIp],
    [
      { ...settings, serviceType: "NodePort" },
      [only("awsLoadBalancer", "NodePort"), only("sourceRanges", "NodePort"), only("allocateNodePorts", "NodePort")],
    ],
    [
      { externalTrafficPolicy: "local" },
      [
        'error MESH0106: `externalTrafficPolicy` is "local", but must be one of Cluster, Local; did you mean "Local"?; use one of the listed values',
      ],
    ],
    [
      { labels: { "sidecar.istio.io/inject": "false", team: "a" } },
      [
        "error MESH0136: `labels` has sidecar.istio.io/inject=false, which decides injection; remove it; the gateway is injected by its `revision`",
      ],
    ],
  ])("%j", (given, expected) => {
    expect(check(given)).toEqual(expected);
  });
});

it("says of each port what Kubernetes would refuse of it", () => {
  const ports = [
    { name: "http", port: 80 },
    { name: "http", port: 81 },
    { name: "other", port: 80 },
    // As DNS has them.
    { name: "udp", port: 80, protocol: "UDP" },
    { name: "Bad Name", port: 99_999, targetPort: 0, protocol: "HTTP" },
  ];
  const own = "give each port a name and number of its own";
  const range = "use a number in that range";
  expect(check({ ports })).toEqual([
    `error MESH0146: there are two ports "http"; ${own}`,
    `error MESH0146: the ports "http" and "other" are both 80; ${own}`,
    'error MESH0146: the port "Bad Name" has no DNS label as its name; use at most 63 of a-z, 0-9 and "-", as in http2',
    'error MESH0146: `protocol` of the port "Bad Name" is "HTTP"; use one of TCP, UDP, SCTP',
    `error MESH0146: \`port\` of the port "Bad Name" is 99999, but must be an integer of 1-65535; ${range}`,
    `error MESH0146: \`targetPort\` of the port "Bad Name" is 0, but must be an integer of 1-65535; ${range}`,
  ]);
  expect(check({ values: { service: { ports: [{ name: "http", port: 80, targetPort: "web" }] } } })).toEqual([]);
});

it("says of each node port what is wrong with it", () => {
  const ports = [
    { name: "a", port: 80, nodePort: 30000 },
    { name: "b", port: 81, nodePort: 32767 },
    { name: "c", port: 82, nodePort: 29999 },
    { name: "d", port: 83, nodePort: 32768 },
    { name: "e", port: 84, nodePort: 30000 },
    { name: "f", port: 85 },
  ];
  const remedy = "choose different ones of 30000-32767, or leave them to Kubernetes";
  expect(check({ ports, serviceType: "NodePort" })).toEqual([
    nodePort("c", "29999, but must be an integer of 30000-32767", remedy),
    nodePort("d", "32768, but must be an integer of 30000-32767", remedy),
    nodePort("e", '30000, as that of the port "a"', remedy),
  ]);
  expect(check({ ports: ports.slice(0, 1), serviceType: "ClusterIP" })).toEqual([
    nodePort("a", '30000, but `serviceType` is "ClusterIP"', "remove it, or change `serviceType`"),
  ]);
});

it("says of each range of addresses whether it is one", () => {
  const good = ["0.0.0.0/0", "203.0.113.7/32", "::/0", "2001:db8::/128"];
  const bad = ["10.0.0.1", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/08", "example.com/8", ""];
  expect(check({ sourceRanges: [...good, ...bad] })).toEqual(
    bad.map(
      (range, index) =>
        `error MESH0119: \`sourceRanges[${good.length + index}]\` is "${range}", which is not a range of addresses; write it as in 203.0.113.0/24`,
    ),
  );
});

describe("podDisruptionBudget", () => {
  const single = (count: number) =>
    `error MESH0133: \`podDisruptionBudget\` has no effect: the gateway may have a single pod (${count}); set \`replicas\` or \`autoscaling.minReplicas\` to 2 or more`;
  const blocking = (min: number, count: number) =>
    `error MESH0133: \`podDisruptionBudget.minAvailable\` is ${min}, and the gateway may have ${count} pods: none of them could go; lower it, or use \`maxUnavailable: 1\``;
  const uncountable = (name: string, value: number) =>
    `error MESH0133: \`podDisruptionBudget.${name}\` is ${value}, but must be an integer of at least 1; use 1 or more`;
  const amount = (given: string) =>
    `error MESH0133: \`podDisruptionBudget\` has ${given} of \`minAvailable\` and \`maxUnavailable\`; give one of the two`;

  it.each<[object, object, string[]]>([
    [{ maxUnavailable: 1 }, { replicas: 2 }, []],
    [{ minAvailable: 2 }, { replicas: 3 }, []],
    [{ minAvailable: 1 }, { autoscaling: { minReplicas: 2 } }, []],
    [{ maxUnavailable: 1 }, {}, [single(1)]],
    [{ maxUnavailable: 1 }, { replicas: 1 }, [single(1)]],
    [{ maxUnavailable: 1 }, { profile: "demo" }, [single(1)]],
    [{ maxUnavailable: 1 }, { autoscaling: { enabled: false, minReplicas: 3 } }, [single(1)]],
    [{ maxUnavailable: 1 }, { values: { autoscaling: { minReplicas: 2 } } }, []],
    [{ minAvailable: 2 }, { replicas: 2 }, [blocking(2, 2)]],
    [{ minAvailable: 3 }, { autoscaling: { minReplicas: 2, maxReplicas: 5 } }, [blocking(3, 2)]],
    [{ maxUnavailable: 0 }, { replicas: 2 }, [uncountable("maxUnavailable", 0)]],
    [{ minAvailable: 0.5 }, { replicas: 2 }, [uncountable("minAvailable", 0.5)]],
    [{}, { replicas: 2 }, [amount("neither")]],
    [{ minAvailable: 1, maxUnavailable: 1 }, { replicas: 2 }, [amount("both")]],
  ])("%j with %j", (podDisruptionBudget, settings, expected) => {
    expect(check({ podDisruptionBudget, ...settings })).toEqual(expected);
    expect(computeGatewayValues({ podDisruptionBudget }).podDisruptionBudget).toEqual(podDisruptionBudget);
  });
});

describe("topologySpreadConstraints", () => {
  it("count the pods of the gateway and of one rollout", () => {
    const constraints: GatewaySettings["topologySpreadConstraints"] = [
      { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
      { topologyKey: "kubernetes.io/hostname", maxSkew: 2 },
    ];
    expect(computeGatewayValues({ topologySpreadConstraints: constraints })).toMatchObject({
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: {},
          matchLabelKeys: ["app", "pod-template-hash"],
        },
        {
          maxSkew: 2,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: {},
          matchLabelKeys: ["app", "pod-template-hash"],
        },
      ],
    });
    expect(findGatewayProblems({ topologySpreadConstraints: constraints })).toEqual([]);
  });

  it("that Kubernetes would refuse are found", () => {
    const topologySpreadConstraints = [
      { topologyKey: "zone", maxSkew: 0 },
      { topologyKey: "zone", whenUnsatisfiable: "Never" },
      { topologyKey: "" },
    ];
    expect(check({ topologySpreadConstraints })).toEqual([
      "error MESH0108: `topologySpreadConstraints[0].maxSkew` is 0, but must be an integer of at least 1; use a number in the named range",
      'error MESH0106: `topologySpreadConstraints[1].whenUnsatisfiable` is "Never", but must be one of DoNotSchedule, ScheduleAnyway; use one of the listed values',
      'error MESH0135: `topologySpreadConstraints[1].topologyKey` is "zone" a second time; keep one of the two',
      "error MESH0135: `topologySpreadConstraints[2].topologyKey` is empty; name a label of the nodes",
    ]);
  });
});
