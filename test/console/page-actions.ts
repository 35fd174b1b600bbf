import type { Page } from "playwright-core";
import { checked } from "./browser.js";

// What a person does on the page, and what is seen of it.

export const timeoutOf = (page: Page) => page.getByRole("textbox", { name: "timeout", exact: true });

export const editorOf = (page: Page, file: string) => page.getByRole("textbox", { name: `YAML of ${file}` });

export const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

export async function changeTimeout(page: Page, to = "5s"): Promise<void> {
  await timeoutOf(page).fill(to);
  await page.getByText("changed", { exact: true }).waitFor();
  await checked(page);
}

export async function review(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Review the change" }).click();
  await page.getByRole("heading", { name: "1 file", exact: true }).waitFor();
}

/** Confirms the changes as a person must: by the preview of them that the shop's engine always gives. */
export async function apply(page: Page): Promise<void> {
  await press(page, "Preview");
  await page.getByText("done: 1 to update in 8 s").waitFor();
  await press(page, "Apply");
}

/** The lines of a shown difference that go and come. */
export async function changedLines(page: Page, name: string): Promise<string[]> {
  const changed = page.getByRole("region", { name }).locator(".added, .removed");
  await changed.first().waitFor();
  const lines = await changed.allInnerTexts();
  return lines.map((line) => line.trimEnd());
}
