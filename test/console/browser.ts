import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { builtPage, openShop, type Shop, type ShopOptions } from "./shop/shop.js";

/** A page over a console of its own. */
export interface Opened {
  page: Page;
  shop: Shop;
  /**
   * Everything that the browser complains of: exceptions, refusals of the content-security policy, failed requests;
   * and requests to anybody but the console.
   */
  complaints: string[];
  close: () => Promise<void>;
}

export interface OpenOptions {
  shop?: ShopOptions;
  /** Address behind the page's own. */
  at?: string;
  width?: number;
}

/** Debian's Chromium, or what CHROMIUM names. @param args more of its own */
export function launch(...args: string[]): Promise<Browser> {
  if (!existsSync(join(builtPage, "index.html"))) throw new Error(`${builtPage} is missing; run npm run build first`);
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", ...args] });
}

export async function open(
  browser: Browser,
  { shop: options, at = "", width = 1280 }: OpenOptions = {},
): Promise<Opened> {
  const shop = await openShop(options);
  const page = await browser.newPage({ viewport: { width, height: 860 } });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  const { origin } = new URL(shop.url);
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) complaints.push(`asks for ${url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(shop.url + at);
  const end = async () => {
    await page.close();
    await shop.close();
  };
  return { page, shop, complaints, close: end };
}

/** Waits until the server has said what it thinks of the drafts as they are. */
export async function checked(page: Page): Promise<void> {
  await page.locator('header [role="status"][data-behind="false"]').waitFor();
}
