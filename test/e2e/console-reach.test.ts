// Does not prove that a screen reader says what is meant, nor that colours have contrast: only names, focus and sizes.
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { checked } from "../console/browser.js";
import { readDocument } from "../../src/console/document-edit.js";
import { kinds } from "../../src/policy/registry.js";
import { reviewsFile as file } from "../console/shop/files.js";
import { press, timeoutOf } from "../console/page-actions.js";
import { createMany } from "../console/shop/many.js";
import { usePages } from "../console/use-pages.js";

const reviews = "#/service/shop/reviews";

const pages = usePages();
const { show } = pages;

const editorOf = (page: Page) => page.getByRole("textbox", { name: `YAML of ${file}` });

it("500 services: the map draws what is in sight, searches and filters", async () => {
  const page = await show({ shop: createMany(500) });
  await page.getByText("500 of 500 services").waitFor();
  await page.getByRole("button", { name: "Zoom In" }).waitFor();
  for (let step = 0; step < 8; step++) await press(page, "Zoom In");
  await expect.poll(() => page.locator(".react-flow__node").count(), { timeout: 20_000 }).toBeLessThan(100);
  await page.getByLabel("Search services").fill("service-77");
  // The one itself, the one that calls it and the two that it calls.
  await page.getByText("4 of 500 services").waitFor();
  expect((await page.locator(".react-flow__node .box-name").allInnerTexts()).sort()).toEqual([
    ...["service-155", "service-156", "service-38", "service-77"],
  ]);
  await page.getByLabel("Search services").fill("");
  await page.getByLabel("Namespace").selectOption("team-3");
  await page.getByLabel("With findings").check();
  await press(page, "List");
  const rows = await page.getByRole("rowheader").locator("a").allInnerTexts();
  expect(rows.filter((id) => id.startsWith("team-3/")).sort()).toEqual(
    ["team-3/service-403", "team-3/service-93"].sort(),
  );
});

it("by keyboard alone: from the page's top to a changed and previewed time-out", async () => {
  const page = await show();
  await page.locator(".react-flow__node-service").first().waitFor();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  expect(await page.locator("main:focus").count()).toBe(1);
  await tabTo(page, /^Service shop\/reviews/);
  await page.keyboard.press("Enter");
  await timeoutOf(page).waitFor();
  expect(await page.locator("main:focus").count()).toBe(1);
  await tabTo(page, /^timeout$/);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("5s");
  await page.getByText("changed", { exact: true }).waitFor();
  await checked(page);
  await page.keyboard.press("Shift+Tab");
  await tabTo(page, /^Review the change$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "1 file", exact: true }).waitFor();
  await tabTo(page, /^Preview$/);
  await page.keyboard.press("Enter");
  await page.getByText("done: 1 to update in 8 s").waitFor();
});

it("the YAML editor is left by Escape and Tab", async () => {
  const page = await show({ at: reviews });
  await editorOf(page).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect(await focused(page)).not.toBe(`YAML of ${file}`);
  expect(await page.getByText("changed", { exact: true }).count()).toBe(0);
});

it.each([
  "#/map",
  reviews,
  "#/service/shop/ratings",
  "#/service/shop/productpage",
  "#/change",
  "#/findings",
  `#/history/${file}`,
  "#/live/shop/reviews",
  "#/status",
])("at 400 pixels %s needs no scrolling to the side", async (at) => {
  const page = await show({ at, width: 400 });
  await page.locator("main h1, main .toolbar").first().waitFor();
  await checked(page);
  const html = "document.documentElement";
  expect(await page.evaluate(`[${html}.scrollWidth, ${html}.clientWidth]`)).toEqual([400, 400]);
  expect(await findCramped(page)).toEqual([]);
});

it.each([reviews, "#/service/shop/ratings", "#/service/shop/productpage"])(
  "at 1280 pixels every field of %s has room",
  async (at) => {
    const page = await show({ at });
    await page.getByRole("article").first().waitFor();
    await checked(page);
    expect(await findCramped(page)).toEqual([]);
  },
);

it.each(["light", "dark"] as const)("a button that is pointed at can be read: %s", async (colorScheme) => {
  const page = await show({ at: "#/change" });
  await page.emulateMedia({ colorScheme });
  await checked(page);
  const preview = page.getByRole("button", { name: "Preview", exact: true });
  await expect.poll(() => preview.isEnabled()).toBe(true);
  await preview.hover();
  const style = `getComputedStyle(document.querySelector("button.primary"))`;
  const colours = await page.evaluate<string[]>(`[${style}.color, ${style}.backgroundColor]`);
  expect(colours).toEqual(
    colorScheme === "light" ? ["rgb(255, 255, 255)", "rgb(31, 79, 163)"] : ["rgb(13, 23, 38)", "rgb(138, 180, 248)"],
  );
});

/** Fields in which no value can be read, by what a screen reader calls them. */
function findCramped(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll("main input:not([type=checkbox]), main select")]
    .filter((field) => field.checkVisibility() && field.getBoundingClientRect().width < 80)
    .map((field) => field.getAttribute("aria-label") ?? field.id)`);
}

it.each(kinds.map(({ key, documents }) => [key, documents[0]] as const))(
  "%s has a form, with the values of its example and nothing else",
  async (key, type) => {
    const at = { service: "#/service/shop/details", namespace: "#/namespace/other", mesh: "#/mesh/other" };
    const page = await show({ at: at[type ?? "service"] });
    await press(page, "Begin a document");
    const editor = page.getByRole("textbox", { name: /^YAML of/ });
    await page.getByLabel("Add a policy").selectOption(key);
    await press(page, "Add");
    await page.getByRole("article", { name: key, exact: true }).waitFor();
    const text = (await editor.innerText()).trimEnd();
    await checked(page);
    const example = kinds.find((kind) => kind.key === key)?.example ?? "";
    const value = (yaml: string) => (readDocument(yaml, 0).value as Record<string, unknown>)[key];
    expect(value(text)).toEqual(value(example));
    // What the form makes of it by itself is written nowhere.
    expect((await editor.innerText()).trimEnd()).toBe(text);
  },
);

it("a style that the content-security policy refuses would be complained of", async () => {
  const page = await show();
  await page.getByText("4 of 4 services").waitFor();
  await page.evaluate("document.body.setAttribute('style', 'color: red')");
  await expect.poll(() => pages.opened.complaints.length).toBe(1);
  expect(pages.opened.complaints.splice(0)).toEqual([expect.stringContaining("Content Security Policy")]);
});

/** What a screen reader calls the element that has the focus. */
async function focused(page: Page): Promise<string> {
  const element = page.locator(":focus");
  if ((await element.count()) === 0) return "";
  return (await element.getAttribute("aria-label")) ?? (await element.innerText());
}

async function tabTo(page: Page, name: RegExp, key = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no ${name.source} within 60 presses of ${key}`);
}
