// Does not prove that nothing else is wrong: what a gateway does with the objects is for test/e2e/policy/gateway-tls.test.ts.
import { describe, expect, it } from "vitest";
import type { MeshListener } from "../../../src/policy/kind.js";
import { compileText } from "../compile-text.js";
import { document, listeners, meshOf } from "./expose-listeners.js";

const refuse = (text: string) => compileText(text, { mesh: meshOf(listeners) }).said;
const everyHost = "http takes every host without *";

describe("is refused", () => {
  it.each<[string, string, string, string[]]>([
    [
      "at a listener that there is not",
      "reviews",
      "hosts: [www.shop.io], listener: htps",
      [
        '54: error MESH0203: gateway ingress/public has no listener htps; it has clients, closed, http, https, kafka, postgres, team; did you mean "https"?; correct the name, or declare it',
      ],
    ],
    [
      "with a host that the listener does not take",
      "reviews",
      "hosts: [www.shop.io, www.b.io], listener: https",
      [
        "53: error MESH0243: gateway ingress/public does not take www.b.io from namespace shop: https takes *.shop.io, www.a.io; expose what the listeners allow, or ask the owner of the gateway",
      ],
    ],
    [
      "from a namespace that the listener does not take",
      "reviews",
      "hosts: [team.shop.net], listener: team",
      [
        "40: error MESH0243: gateway ingress/public does not take team.shop.net from namespace shop: team takes team.shop.net from team, staff; expose what the listeners allow, or ask the owner of the gateway",
      ],
    ],
    [
      "with a host with * that no listener has",
      "reviews",
      'hosts: ["*.io"]',
      [
        '40: error MESH0201: `expose[0].hosts[0]` is "*.io"; it must be a whole host name in lower case, as in www.example.com or *.example.com; correct the document; nothing has been changed',
      ],
    ],
    [
      "with a host with * below which a listener has some",
      "reviews",
      'hosts: ["*.a.io"]',
      [
        `40: error MESH0243: gateway ingress/public does not take *.a.io from namespace shop: clients takes www.shop.io; ${everyHost}; https takes *.shop.io, www.a.io; team takes team.shop.net from team, staff; expose what the listeners allow, or ask the owner of the gateway`,
      ],
    ],
    [
      "without hosts at HTTP",
      "reviews",
      "listener: https",
      [
        "5: error MESH0206: gateway ingress/public tells services apart by host here, and there are no `hosts`; add `hosts`, or name a listener with TCP",
      ],
    ],
    [
      "with hosts and paths at TCP",
      "database",
      "hosts: [www.a.io], paths: [/a], listener: postgres",
      [
        "51: error MESH0206: listener postgres is TCP, so paths are not visible; remove `paths`, or name a listener with HTTP or HTTPS",
        "32: error MESH0206: listener postgres is TCP, so hosts are not visible; remove `hosts`, or name a listener with TLS",
      ],
    ],
    [
      "with paths at TLS",
      "database",
      "hosts: [a.kafka.io], paths: [/a], listener: kafka",
      [
        "53: error MESH0206: listener kafka is TLS, so paths are not visible; remove `paths`, or name a listener with HTTP or HTTPS",
      ],
    ],
    [
      "from a namespace that may not have the port",
      "database",
      "listener: closed",
      [
        "32: error MESH0243: gateway ingress/public exposes no TCP of namespace shop there: closed takes services from team; expose what the listeners allow, or ask the owner of the gateway",
      ],
    ],
    [
      "with HTTP at TCP",
      "reviews",
      "listener: postgres",
      [
        "5: error MESH0204: the listener routes to TCP, and the ports of shop/reviews are 9080 http; name a listener with HTTP or HTTPS, or the port's protocol by its appProtocol",
      ],
    ],
    [
      "with a redirect to nowhere",
      "reviews",
      "hosts: [www.b.io]",
      [
        "5: error MESH0244: listener http of gateway ingress/public redirects www.b.io to HTTPS, but no listener exposes it by HTTPS; expose it at a listener with HTTPS too",
      ],
    ],
    [
      "with a port that does not speak TCP",
      "mixed",
      "listener: postgres, port: 80",
      ["52: error MESH0203: shop/mixed has no port 80 with TCP; name one of 6379"],
    ],
  ])("%s", (_, service, exposure, expected) => {
    expect(refuse(document(service, exposure))).toEqual(expected.map((message) => `shop.yaml:3:${message}`));
  });

  it("for a second service on a port of TCP, with both places", () => {
    const text = `${document("database", "listener: postgres")}---\n${document("mixed", "listener: postgres")}`;
    expect(refuse(text)).toEqual([
      "shop.yaml:7:32: error MESH0244: port 31400 of gateway ingress/public routes to service shop/database already, by shop.yaml:3; give each service a listener",
    ]);
  });

  it("for a second service of a host whose TLS goes through", () => {
    const one = "hosts: [a.kafka.io], listener: kafka";
    expect(refuse(`${document("database", one)}---\n${document("mixed", one)}`)).toEqual([
      "shop.yaml:7:40: error MESH0244: a.kafka.io on port 443 of gateway ingress/public routes to service shop/database already, by shop.yaml:3; give each service a host or a listener",
    ]);
  });

  it("where two listeners on a port would serve a host in two ways", () => {
    const own = {
      wide: { ...listeners.https, hosts: ["*.shop.io"] },
      narrow: { ...listeners.https, hosts: ["www.shop.io"], tls: { mode: "SIMPLE", credentialName: "other" } },
    } as Record<string, MeshListener>;
    const text = document("reviews", "hosts: [www.shop.io]");
    expect(compileText(text, { mesh: meshOf(own) }).said).toEqual([
      "shop.yaml:3:5: error MESH0244: www.shop.io on port 443 of gateway ingress/public is served by listener narrow already, and wide serves it in another way; name another listener by `listener`",
    ]);
    const both = `${document("reviews", "hosts: [www.shop.io], listener: wide")}---\n${document("ratings", "hosts: [www.shop.io], listener: narrow, paths: [/r]")}`;
    expect(compileText(both, { mesh: meshOf(own) }).said).toEqual([
      "shop.yaml:7:80: error MESH0244: www.shop.io on port 443 of gateway ingress/public is served by listener wide already, by shop.yaml:3, and narrow serves it in another way; name another listener by `listener`",
    ]);
  });

  it("at a path of another service on one of the ports", () => {
    const text = `${document("reviews", "hosts: [www.shop.io]")}---\n${document("ratings", "hosts: [www.shop.io], listener: clients")}`;
    expect(refuse(text)).toEqual([
      "shop.yaml:7:5: error MESH0206: www.shop.io/ is service shop/reviews already, by shop.yaml:3; give one of them another path",
    ]);
  });

  it("without a listener where the gateway has none with HTTP", () => {
    const { postgres, kafka } = listeners as Record<string, MeshListener> & {
      postgres: MeshListener;
      kafka: MeshListener;
    };
    expect(compileText(document("database", "hosts: [a.io]"), { mesh: meshOf({ postgres, kafka }) }).said).toEqual([
      "shop.yaml:3:5: error MESH0243: gateway ingress/public has no listener with HTTP or HTTPS; it has kafka, postgres; name one by `listener`",
    ]);
  });
});

describe("a host under a wildcard", () => {
  const wide = document("ratings", 'hosts: ["*.shop.io"], listener: https');

  it("is warned of where it has some paths alone: the wildcard serves none of the others", () => {
    const text = `${wide}---\n${document("reviews", "hosts: [www.shop.io], paths: [/r, /a]")}`;
    expect(refuse(text)).toEqual([
      "shop.yaml:7:62: warning MESH0246: www.shop.io of gateway ingress/public answers 404 outside of /a, /r: Envoy uses the routes of the most specific host, not those of *.shop.io, which exposes service shop/ratings in shop.yaml:3; expose the path / of www.shop.io too",
    ]);
  });

  it.each([
    ["has the path / too", "hosts: [www.shop.io], paths: [/r, /], listener: https"],
    ["is at another port", "hosts: [www.shop.io], paths: [/r], listener: clients"],
    ["is not covered", "hosts: [www.a.io], paths: [/r], listener: https"],
  ])("is not where it %s", (_how, exposure) => {
    expect(refuse(`${wide}---\n${document("reviews", exposure)}`)).toEqual([]);
  });
});

describe("the hosts of a certificate that is known", () => {
  const tls = { mode: "SIMPLE", credentialName: "public-shop", certificateHosts: ["*.shop.io"] } as const;
  const known: Record<string, MeshListener> = {
    http: { protocol: "HTTP", port: 80 },
    https: { protocol: "HTTPS", port: 443, tls: { ...tls, certificateHosts: [...tls.certificateHosts] } },
  };
  const compileExposed = (hosts: string) =>
    compileText(document("reviews", `hosts: [${hosts}]`), { mesh: meshOf(known) });

  it("must be those that are exposed by it", () => {
    expect(compileExposed("www.shop.io, a.www.shop.io, www.b.io").said).toEqual([
      "shop.yaml:3:53: error MESH0252: the certificate of listener https is for *.shop.io, not for a.www.shop.io; get a certificate for this host, or name a `listener` that has one",
      "shop.yaml:3:68: error MESH0252: the certificate of listener https is for *.shop.io, not for www.b.io; get a certificate for this host, or name a `listener` that has one",
    ]);
  });

  it("are no setting of the Gateway object", () => {
    const { manifests, said } = compileExposed("www.shop.io");
    expect(said).toEqual([]);
    const servers = manifests.filter(({ kind }) => kind === "Gateway").flatMap(({ spec }) => spec.servers as object[]);
    expect(servers.map((server) => ("tls" in server ? server.tls : "none")).sort()).toEqual([
      { credentialName: "public-shop", mode: "SIMPLE" },
      "none",
    ]);
  });
});
