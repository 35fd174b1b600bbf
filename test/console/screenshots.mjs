// Makes a picture of each screen of the console's page, over a small shop: `node test/console/screenshots.mjs <folder>`, after
// `npm run build`. Chromium is Debian's, or what CHROMIUM names.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { createServer } from "vite";

const [folder = "docs/console"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

// Vite reads the shop's TypeScript.
const vite = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
const { openShop } = await vite.ssrLoadModule("/test/console/shop/shop.ts");
const { reviewsFile } = await vite.ssrLoadModule("/test/console/shop/files.ts");
const { createMany } = await vite.ssrLoadModule("/test/console/shop/many.ts");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

/** As high as what is to be seen, so that the pictures stay small. */
const sizes = {
  wide: { width: 1280, height: 640 },
  low: { width: 1280, height: 440 },
  narrow: { width: 400, height: 640 },
};

async function shoot(name, { options = {}, at = "", act = async () => {}, size = "wide", scheme = "light" }) {
  const shop = await openShop(options);
  const page = await browser.newPage({ viewport: sizes[size], colorScheme: scheme });
  page.on("pageerror", (error) => console.error(name, error));
  await page.goto(`${shop.url}${at}`);
  await page.locator("h1, .toolbar").first().waitFor();
  await act(page, shop);
  await page.locator('[data-behind="false"]').waitFor();
  // What fades in and the graph's own first fit.
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
  await shop.close();
}

const review = "#/service/shop/reviews";
async function changeTimeout(page) {
  await page.getByRole("textbox", { name: "timeout", exact: true }).fill("5s");
  await page.locator('[data-behind="true"]').waitFor();
  await page.locator('[data-behind="false"]').waitFor();
  await page.getByRole("link", { name: "Review the change" }).click();
  await page.getByRole("heading", { name: "1 file", exact: true }).waitFor();
}
const preview = async (page) => {
  await changeTimeout(page);
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("done:").waitFor();
};
const wrong = async (page) => {
  await page.getByRole("textbox", { name: "timeout", exact: true }).fill("3 seconds");
  await page.locator(".field-errors").first().waitFor();
};
const conflict = async (page, shop) => {
  await changeTimeout(page);
  shop.write(reviewsFile, shop.read()[reviewsFile].replace("attempts: 2", "attempts: 3"));
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("region", { name: "Conflict" }).or(page.getByLabel("Conflict")).first().waitFor();
};
const choose = (name) => async (page) => page.getByRole("button", { name }).click();
const history = `#/history/${reviewsFile}`;
try {
  await shoot("map", {});
  await shoot("map-of-many", {
    options: createMany(500),
    act: (page) => page.getByLabel("Search services").fill("service-77"),
  });
  await shoot("service", { at: review, act: wrong, size: "low" });
  await shoot("change", { at: review, act: preview });
  await shoot("conflict", { at: review, act: conflict });
  await shoot("findings", { at: "#/findings", options: createMany(100), size: "low" });
  await shoot("history", { at: history, act: choose(/Give up/), size: "low" });
  await shoot("live", { at: "#/live/shop/reviews", size: "low" });
  await shoot("map-narrow", { size: "narrow" });
  await shoot("service-narrow", { at: review, size: "narrow", scheme: "dark" });
  await shoot("change-narrow", { at: review, act: preview, size: "narrow", scheme: "dark" });
} finally {
  await browser.close();
  await vite.close();
}
