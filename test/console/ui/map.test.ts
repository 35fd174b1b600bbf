// Does not prove that the picture is easy to read.
import { describe, expect, it } from "vitest";
import { everything, filterMesh, listNamespaces } from "../../../src/console/ui/map/mesh-filter.js";
import { boxSize, layOut, type Point } from "../../../src/console/ui/map/graph-layout.js";
import { drawMap } from "../../../src/console/map/mesh-map.js";
import { createPlanner } from "../../../src/console/planner.js";
import { shopFiles } from "../shop/files.js";
import { createMany } from "../shop/many.js";
import { shopManifests } from "../shop/manifests.js";
import { shopSource } from "../shop/source.js";

const draw = ({ manifests, files }: ReturnType<typeof createMany>) =>
  drawMap(createPlanner(shopSource(manifests)).plan(files));
const shop = draw({ manifests: [...shopManifests], files: shopFiles });
const many = draw(createMany(500));

describe("a filter", () => {
  it("that asks for nothing gives the mesh itself", () => {
    expect(filterMesh(shop, everything)).toBe(shop);
  });

  it("gives what fits and whatever it is connected to", () => {
    const { services, gateways, hosts, edges } = filterMesh(shop, { ...everything, search: " PRODUCT" });
    expect(services.map(({ name }) => name)).toEqual(["productpage", "details", "reviews"]);
    expect(gateways.map(({ id }) => id)).toEqual(["ingress/public"]);
    expect(hosts).toEqual(["api.example.com"]);
    expect(edges).toHaveLength(4);
  });

  it("by namespace and findings", () => {
    const { services } = filterMesh(many, { ...everything, namespace: "team-1", onlyFindings: true });
    const own = services.filter(({ namespace }) => namespace === "team-1").map(({ name }) => name);
    expect(own).toEqual(["service-31", "service-341"]);
    expect(listNamespaces(shop)).toEqual(["ingress", "shop"]);
  });
});

describe("the layout", () => {
  it.each([
    ["the shop", shop],
    ["500 services", many],
  ])("of %s has a place for every box, and no two overlap", (_, mesh) => {
    const points = [...layOut(mesh).values()];
    expect(points).toHaveLength(mesh.services.length + mesh.gateways.length + mesh.hosts.length);
    expect(points.filter((one, index) => points.slice(index + 1).some((other) => overlaps(one, other)))).toEqual([]);
  });

  it("has callers left of those they call", () => {
    const points = layOut(shop);
    const x = (id: string) => points.get(id)?.x ?? NaN;
    expect(x("gateway:ingress/public")).toBeLessThan(x("shop/productpage"));
    expect(x("shop/productpage")).toBeLessThan(x("shop/reviews"));
    expect(x("shop/reviews")).toBeLessThan(x("shop/ratings"));
  });

  it("of many boxes is wider than high, but no ribbon", () => {
    const points = [...layOut(many).values()];
    const width = Math.max(...points.map(({ x }) => x)) + boxSize.width;
    const height = Math.max(...points.map(({ y }) => y)) + boxSize.height;
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(4);
  });
});

function overlaps(one: Point, other: Point): boolean {
  return Math.abs(one.x - other.x) < boxSize.width && Math.abs(one.y - other.y) < boxSize.height;
}
