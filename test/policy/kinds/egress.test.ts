// Does not prove that anything is blocked: test/e2e/policy/egress.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText, list } from "../compile-text.js";

const all = { egress: [{ hosts: ["*/*"] }] };

it.each([
  ["namespace: shop", "shop"],
  ["mesh: dev", "istio-system"],
])("%s gets a scope of its own", (identity, namespace) => {
  const { manifests, said } = compileText(`${identity}\negress: { mode: REGISTRY_ONLY }\n`);
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([`Sidecar ${namespace}/default`]);
  expect(manifests[0]?.spec).toEqual({ ...all, outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } });
});

describe("reaches the services that have a scope by their calls", () => {
  const service = "service: shop/reviews\ncalls: [shop/ratings]\n";

  it.each([
    ["mesh: dev\negress: { mode: REGISTRY_ONLY }\n---\n", "REGISTRY_ONLY"],
    [
      "mesh: dev\negress: { mode: REGISTRY_ONLY }\n---\nnamespace: shop\negress: { mode: ALLOW_ANY }\n---\n",
      "ALLOW_ANY",
    ],
  ])("%j", (outer, mode) => {
    const { outboundTrafficPolicy } = compileSpec(outer + service, "Sidecar", "reviews");
    expect(outboundTrafficPolicy).toEqual({ mode });
  });
});

describe("the gateway", () => {
  const calls = (rest: string) => `service: shop/reviews\ncalls: [{ host: a.io, port: 80${rest} }]\n`;
  const through = (gateway: string) => `namespace: shop\negress: { mode: ALLOW_ANY, through: ${gateway} }\n---\n`;

  it.each([
    ["egress", "", ["Gateway istio-system/a-io-egress-through"]],
    ["istio-system/egress", "", ["Gateway istio-system/a-io-egress-through"]],
    ["egress", ", through: public", ["Gateway ingress/a-io-public-through"]],
    ["egress", ", through: false", []],
  ])("%s of the namespace and a call with %j give %j", (gateway, rest, expected) => {
    const { manifests, said } = compileText(through(gateway) + calls(rest));
    expect(said).toEqual([]);
    expect(list(manifests).filter((name) => name.startsWith("Gateway"))).toEqual(expected);
  });

  it("is refused where there is none of that name, once for all calls", () => {
    expect(compileText(through("egres") + calls("")).said).toEqual([
      'shop.yaml:2:28: error MESH0203: there is no gateway egres; did you mean "egress"?; correct the name, or declare it',
    ]);
  });
});

it.each([
  [
    "{ mode: ALLOW_ALL }",
    "11",
    '`egress.mode` is "ALLOW_ALL"; allowed are REGISTRY_ONLY, ALLOW_ANY; did you mean "ALLOW_ANY"?',
  ],
  ["{ through: egress }", "1", "`egress.mode` is missing; allowed are REGISTRY_ONLY, ALLOW_ANY"],
])("%s is refused", (value, column, message) => {
  expect(compileText(`namespace: shop\negress: ${value}\n`).said).toEqual([
    `shop.yaml:2:${column}: error MESH0201: ${message}; correct the document; nothing has been changed`,
  ]);
});

it("is not a service's", () => {
  expect(compileText("service: shop/reviews\negress: { mode: ALLOW_ANY }\n").said[0]).toContain(
    "`egress` is not a known key",
  );
});

describe("may only be made tighter where it is tighten-only", () => {
  const outer = (value: string) => `mesh: dev\negress: ${value}\ntightenOnly: [egress]\n---\nnamespace: shop\negress: `;

  it.each([
    ["{ mode: ALLOW_ANY }", "{ mode: REGISTRY_ONLY, through: egress }"],
    ["{ mode: REGISTRY_ONLY }", "{ mode: REGISTRY_ONLY }"],
    ["{ mode: ALLOW_ANY, through: egress }", "{ mode: REGISTRY_ONLY, through: egress }"],
  ])("%s may be %s", (limit, value) => {
    expect(compileText(`${outer(limit)}${value}\n`).said).toEqual([]);
  });

  it.each([
    ["{ mode: REGISTRY_ONLY }", "{ mode: ALLOW_ANY }", '{"mode":"ALLOW_ANY"}, looser than {"mode":"REGISTRY_ONLY"}'],
    [
      "{ mode: ALLOW_ANY, through: egress }",
      "{ mode: REGISTRY_ONLY }",
      '{"mode":"REGISTRY_ONLY"}, looser than {"mode":"ALLOW_ANY","through":"egress"}',
    ],
  ])("%s may not be %s", (limit, value, said) => {
    expect(compileText(`${outer(limit)}${value}\n`).said).toEqual([
      `shop.yaml:6:1: error MESH0205: \`egress\` is ${said} of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default`,
    ]);
  });

  it.each([
    ["through: egress", undefined],
    ["through: false", "through no gateway"],
    ["through: public", "through gateway public"],
  ])("a call with %s", (rest, way) => {
    const namespace = "namespace: shop\negress: { mode: REGISTRY_ONLY, through: egress }\ntightenOnly: [egress]\n---\n";
    const { said } = compileText(`${namespace}service: shop/reviews\ncalls: [{ host: a.io, port: 80, ${rest} }]\n`);
    const message = `shop.yaml:6:9: error MESH0205: the call goes ${way ?? ""}, and shop.yaml:2 lets calls go through egress alone; make it tighter, or ask the owner of the default`;
    expect(said).toEqual(way === undefined ? [] : [message]);
  });
});

it("names the place of the mode that is for the whole mesh alone", () => {
  expect(compileText("mesh: dev\negress: { mode: ALLOW_ANY_DYNAMIC_DNS }\n").said).toEqual([
    'shop.yaml:2:11: error MESH0201: `egress.mode` is "ALLOW_ANY_DYNAMIC_DNS"; it is for the whole mesh alone: set `controlPlane.meshConfig.outboundTrafficPolicy.mode`; correct the document; nothing has been changed',
  ]);
});
