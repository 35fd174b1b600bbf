// Does not prove that every field of every kind can be edited: one of each sort can.
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { checked } from "../console/browser.js";
import { folder, shopFiles } from "../console/shop/files.js";
import { declare, shopManifests } from "../console/shop/manifests.js";
import type { ShopOptions } from "../console/shop/shop.js";
import { usePages } from "../console/use-pages.js";

const pages = usePages();

const name = (service: string) => `${folder}/shop-${service}.yaml`;

async function show(service: string, shop: ShopOptions = {}): Promise<Page> {
  await pages.show({ at: `#/service/shop/${service}`, shop });
  await pages.opened.page.getByRole("article").first().waitFor();
  return pages.opened.page;
}

/** What is written when the drafts are applied. */
async function apply(page: Page, service: string): Promise<string> {
  await checked(page);
  await page.getByRole("link", { name: "Review the change" }).click();
  await page.getByRole("button", { name: "Preview", exact: true }).click();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByText("Nothing is changed.").waitFor();
  return pages.opened.shop.read()[name(service)] ?? "";
}

it("items of lists are added, changed and removed", async () => {
  const page = await show("ratings");
  const access = page.getByRole("article", { name: "access" });
  await access.getByRole("button", { name: "+ Add an item to from" }).click();
  await access.getByRole("textbox", { name: "from-2" }).fill("shop/productpage");
  await access.getByRole("textbox", { name: "methods-1" }).fill("HEAD");
  expect(await apply(page, "ratings")).toBe(
    (shopFiles[name("ratings")] ?? "")
      .replace("[shop/reviews]", "[shop/reviews, shop/productpage]")
      .replace("[GET]", "[HEAD]"),
  );
});

it("entries of maps are added, named and removed", async () => {
  // A version without pods would be refused.
  const [, pods] = declare("shop", "reviews", ["v3"]);
  const page = await show("reviews", { manifests: pods === undefined ? [] : [...shopManifests, pods] });
  const versions = page.getByRole("article", { name: "versions" });
  await versions.getByRole("button", { name: "+ Add to versions" }).click();
  const key = versions.getByRole("textbox", { name: "Key newKey" });
  await key.fill("v3");
  await key.blur();
  await versions.getByRole("button", { name: "+ Add to v3" }).click();
  await versions.getByRole("textbox", { name: "Key newKey" }).fill("version");
  await versions.getByRole("textbox", { name: "Key newKey" }).blur();
  await versions.getByRole("textbox", { name: "version", exact: true }).last().fill("v3");
  expect(await apply(page, "reviews")).toBe(
    (shopFiles[name("reviews")] ?? "").replace(
      "# the one with stars\n",
      "# the one with stars\n  v3: { version: v3 }\n",
    ),
  );
});

it("what need not be there is added and taken away, and a text changes its sort of match", async () => {
  const page = await show("reviews");
  const routes = page.getByRole("article", { name: "routes" });
  await routes.getByLabel("x-user: how").selectOption("prefix");
  await routes.getByLabel("x-user: text").fill("test");
  const balancer = page.getByRole("article", { name: "loadBalancer" });
  await page.getByLabel("Add a policy").selectOption("loadBalancer");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await balancer.waitFor();
  await balancer.getByRole("button", { name: "Remove consistentHash" }).click();
  await balancer.getByLabel("simple").selectOption("RANDOM");
  expect(await apply(page, "reviews")).toBe(
    `${(shopFiles[name("reviews")] ?? "").replace("{ exact: tester }", "{ prefix: test }")}loadBalancer: { simple: RANDOM }\n`,
  );
});

it("an emptied field keeps its policy, and is said to be wrong", async () => {
  const page = await show("reviews");
  const timeout = page.getByRole("textbox", { name: "timeout", exact: true });
  await timeout.fill("");
  await page.getByText('`timeout` is null; it must be a duration with a unit, as in "3s"').waitFor();
  await timeout.fill("4s");
  expect(await apply(page, "reviews")).toBe((shopFiles[name("reviews")] ?? "").replace("timeout: 3s", "timeout: 4s"));
});
