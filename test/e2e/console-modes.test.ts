// The real page and server; the engine only says what it is told to. Does not prove that anything reaches a cluster:
// console-live.test.ts does.
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { checked } from "../console/browser.js";
import { reviewsFile as file, shopFiles } from "../console/shop/files.js";
import { apply, changeTimeout, changedLines, editorOf, press, review, timeoutOf } from "../console/page-actions.js";
import { usePages } from "../console/use-pages.js";

const text = shopFiles[file] ?? "";
const reviews = "#/service/shop/reviews";

const pages = usePages();
const { show } = pages;

describe("somebody else was first", () => {
  const theirs = text.replace("attempts: 2", "attempts: 3");

  async function conflict(other: string): Promise<Page> {
    const page = await show({ at: reviews });
    await changeTimeout(page);
    await review(page);
    pages.opened.shop.write(file, other);
    await press(page, "Preview");
    await page.getByRole("heading", { name: "Somebody else has changed the same file" }).waitFor();
    // The browser's own word for the answer.
    expect(pages.opened.complaints.splice(0)).toEqual([expect.stringContaining("409 (Conflict)")]);
    expect(pages.opened.shop.read()[file]).toBe(other);
    return page;
  }

  it("mine goes on top of theirs, and both are written", async () => {
    const page = await conflict(theirs);
    await press(page, "Keep mine on top of theirs");
    await checked(page);
    await apply(page);
    await page.getByText("Nothing is changed.").waitFor();
    expect(pages.opened.shop.read()[file]).toBe(theirs.replace("timeout: 3s", "timeout: 5s"));
  });

  it("where both changed one line, mine stands in place of theirs only when I say so", async () => {
    const page = await conflict(text.replace("timeout: 3s", "timeout: 1s"));
    expect(await changedLines(page, `From theirs to yours in ${file}`)).toEqual([
      "-timeout: 1s # the page waits for 4",
      "+timeout: 5s # the page waits for 4",
    ]);
    await press(page, "Keep mine in place of theirs");
    await checked(page);
    await apply(page);
    await page.getByText("Nothing is changed.").waitFor();
    expect(pages.opened.shop.read()[file]).toBe(text.replace("timeout: 3s", "timeout: 5s"));
  });

  it("after the preview: nothing is written either", async () => {
    const page = await show({ at: reviews });
    await changeTimeout(page);
    await review(page);
    await press(page, "Preview");
    await page.getByText("done: 1 to update in 8 s").waitFor();
    pages.opened.shop.write(file, theirs);
    await press(page, "Apply");
    await page.getByRole("heading", { name: "Somebody else has changed the same file" }).waitFor();
    expect(pages.opened.complaints.splice(0)).toEqual([expect.stringContaining("409 (Conflict)")]);
    expect(pages.opened.shop.read()[file]).toBe(theirs);
  });

  it("theirs is taken, and mine is gone", async () => {
    const page = await conflict(theirs);
    await press(page, "Take theirs, drop mine");
    await page.getByText("Nothing is changed.").waitFor();
    expect(pages.opened.shop.read()[file]).toBe(theirs);
  });
});

describe("what the console may do", () => {
  it("read-only: it says so, and nothing can be changed", async () => {
    const page = await show({ at: reviews, shop: { write: "none" } });
    await page.getByText("Read-only: this console shows the mesh").waitFor();
    await timeoutOf(page).waitFor();
    expect(await timeoutOf(page).getAttribute("readonly")).not.toBeNull();
    expect(await page.getByRole("button", { name: /Remove|Add|Apply|Preview|Write/ }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Review the change" }).count()).toBe(0);
    await editorOf(page, file).click();
    await page.keyboard.type("timeout: 9s");
    expect(await page.getByText("changed", { exact: true }).count()).toBe(0);
    await page.getByRole("link", { name: "Change", exact: true }).click();
    await press(page, "Preview");
    await page.getByText("done: 1 to update in 8 s").waitFor();
    expect(await page.getByRole("button", { name: /Apply|Write/ }).count()).toBe(0);
    expect(pages.opened.shop.runs).toMatchObject([{ verb: "preview" }]);
  });

  it("files only: they are written, and no run is begun", async () => {
    const page = await show({ at: reviews, shop: { write: "files" } });
    await changeTimeout(page);
    await review(page);
    expect(await page.getByRole("button", { name: "Apply", exact: true }).count()).toBe(0);
    await press(page, "Write files");
    await page.getByText(`Written: ${file}; commit them for a pull request.`).waitFor();
    expect(pages.opened.shop.read()[file]).toBe(text.replace("timeout: 3s", "timeout: 5s"));
    expect(pages.opened.shop.runs).toEqual([]);
  });
});
