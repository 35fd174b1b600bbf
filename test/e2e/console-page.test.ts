// The real page and server; the engine only says what it is told to. Does not prove that anything reaches a cluster:
// console-live.test.ts does.
import { describe, expect, it } from "vitest";
import { checked } from "../console/browser.js";
import { folder, reviewsFile as file, shopFiles } from "../console/shop/files.js";
import { apply, changeTimeout, changedLines, editorOf, press, review, timeoutOf } from "../console/page-actions.js";
import { failedRun } from "../console/shop/samples.js";
import { usePages } from "../console/use-pages.js";

const text = shopFiles[file] ?? "";
const reviews = "#/service/shop/reviews";

const pages = usePages();
const { show } = pages;

describe("a time-out is changed in the form", () => {
  it("the YAML keeps its comment, the change screen shows what it does, the preview what the engine does", async () => {
    const page = await show({ at: reviews });
    await changeTimeout(page);
    expect(await editorOf(page, file).innerText()).toContain("timeout: 5s # the page waits for 4");
    await review(page);
    expect(await changedLines(page, `Difference of ${file}`)).toEqual([
      "-timeout: 3s # the page waits for 4",
      "+timeout: 5s # the page waits for 4",
    ]);
    expect(await changedLines(page, "Difference of VirtualService shop/reviews")).toEqual([
      ...["-      timeout: 3s", "+      timeout: 5s", "-      timeout: 3s", "+      timeout: 5s"],
    ]);
    const effect = page.getByRole("article", { name: "shop/reviews: other timeout or retries" });
    expect((await effect.getByRole("definition").allInnerTexts()).slice(2, 4).map((one) => one.slice(0, 10))).toEqual([
      ...["timeout 3s", "timeout 5s"],
    ]);
    expect(await page.getByRole("button", { name: "Apply", exact: true }).isDisabled()).toBe(true);
    await press(page, "Preview");
    await page.getByText("done: 1 to update in 8 s").waitFor();
    expect(await page.getByRole("row", { name: "VirtualService shop/reviews" }).innerText()).toBe(
      "update\tVirtualService shop/reviews\tdone\tspec.http[1].timeout",
    );
    expect(pages.opened.shop.read()[file]).toBe(text);
  });

  it("applied, it is in the file and nothing else is", async () => {
    const page = await show({ at: reviews });
    await changeTimeout(page);
    await review(page);
    await apply(page);
    await page.getByText("done: 1 updated in 8 s").waitFor();
    await page.getByText("Nothing is changed.").waitFor();
    expect(pages.opened.shop.read()).toEqual({ ...shopFiles, [file]: text.replace("timeout: 3s", "timeout: 5s") });
  });

  it("a run that fails shows its diagnostics, and can be tried again", async () => {
    const page = await show({ at: reviews, shop: { events: failedRun } });
    await changeTimeout(page);
    await review(page);
    await press(page, "Preview");
    await page.getByText("failed: no changes in 4 s").waitFor();
    expect(await page.getByRole("list", { name: "Diagnostics" }).innerText()).toContain(
      "timeout must be shorter than 1h",
    );
    expect(await page.getByRole("button", { name: "Apply", exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: "Preview", exact: true }).isEnabled()).toBe(true);
  });

  it("a run is cancelled, and found again after a reload", async () => {
    const page = await show({ at: reviews, shop: { holdAfter: 2 } });
    await changeTimeout(page);
    await review(page);
    await press(page, "Preview");
    await page.getByRole("row", { name: "VirtualService shop/reviews" }).waitFor();
    expect(await page.getByRole("button", { name: "Apply", exact: true }).isDisabled()).toBe(true);
    page.once("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await page.getByRole("row", { name: "VirtualService shop/reviews" }).waitFor();
    pages.opened.shop.disconnect();
    await press(page, "Cancel");
    await page.getByRole("region", { name: "Run" }).getByRole("status").getByText("cancelled").waitFor();
    // The browser's own word for the lost connection.
    pages.opened.complaints.splice(0);
  });
});

describe("the form and the YAML", () => {
  it("what is typed in the YAML is in the form", async () => {
    const page = await show({ at: reviews });
    await editorOf(page, file).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("mirror: { to: v2, percentage: 25 }");
    const mirror = page.getByRole("article", { name: "mirror" });
    await mirror.waitFor();
    expect(await mirror.getByLabel("percentage").inputValue()).toBe("25");
  });

  it("YAML that cannot be read stops the forms, and nothing can be applied", async () => {
    const page = await show({ at: reviews });
    await editorOf(page, file).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("mirror: ]");
    await page.getByText("The forms wait until the YAML can be read").waitFor();
    await checked(page);
    await review(page);
    expect(await page.getByRole("button", { name: "Apply", exact: true }).isDisabled()).toBe(true);
  });

  it("a policy is added with its example's values, and removed", async () => {
    const page = await show({ at: reviews });
    await page.getByLabel("Add a policy").selectOption("fault");
    await press(page, "Add");
    await page.getByRole("article", { name: "fault" }).waitFor();
    expect(await editorOf(page, file).innerText()).toContain("calls: [shop/ratings]\nfault:");
    await press(page, "Remove fault");
    await page.getByRole("article", { name: "fault" }).waitFor({ state: "detached" });
    await page.getByText("changed", { exact: true }).waitFor({ state: "detached" });
  });

  it("a service without a document gets one in a file of its own", async () => {
    const page = await show({ at: "#/service/shop/details" });
    await press(page, "Begin a document");
    await page.getByLabel("Add a policy").selectOption("timeout");
    await press(page, "Add");
    await timeoutOf(page).waitFor();
    await checked(page);
    await review(page);
    await apply(page);
    await page.getByText("Nothing is changed.").waitFor();
    expect(pages.opened.shop.read()[`${folder}/shop-details.yaml`]).toBe("service: shop/details\ntimeout: 3s\n");
  });

  it("a namespace without a document gets one from the map", async () => {
    const others = Object.entries(shopFiles).filter(([name]) => name !== `${folder}/defaults.yaml`);
    const page = await show({ shop: { files: Object.fromEntries(others) } });
    await page.getByRole("link", { name: "+ namespace shop" }).click();
    await press(page, "Begin a document");
    await page.getByLabel("Add a policy").selectOption("timeout");
    await press(page, "Add");
    await timeoutOf(page).waitFor();
    await checked(page);
    await review(page);
    expect(await changedLines(page, `Difference of ${folder}/namespace-shop.yaml`)).toEqual([
      "+namespace: shop",
      "+timeout: 3s",
    ]);
  });

  it("documents of a namespace have forms too", async () => {
    const page = await show();
    await page.getByRole("link", { name: "namespace shop" }).click();
    await page.getByRole("article", { name: "mtls" }).getByLabel("mode").selectOption("PERMISSIVE");
    await checked(page);
    await review(page);
    expect(await changedLines(page, `Difference of ${folder}/defaults.yaml`)).toEqual([
      "-mtls: { mode: STRICT }",
      "+mtls: { mode: PERMISSIVE }",
    ]);
  });
});

it("a bad value is told on its field, and cannot be applied", async () => {
  const page = await show({ at: reviews });
  await changeTimeout(page, "3 seconds");
  const finding = 'error MESH0201: `timeout` is "3 seconds"; it must be a duration such as 500ms, 3s or 1m30s, or none';
  await page
    .locator(".field", { has: timeoutOf(page) })
    .getByText(finding)
    .waitFor();
  expect(await timeoutOf(page).getAttribute("aria-invalid")).toBe("true");
  await review(page);
  await page.getByText("Findings stop it; correct them first.").waitFor();
  expect(await page.getByRole("button", { name: "Preview", exact: true }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: "Apply", exact: true }).isDisabled()).toBe(true);
});

it("drafts outlive a reload of the page, and leaving warns", async () => {
  const page = await show({ at: reviews });
  await changeTimeout(page);
  const asked = new Promise<string>((resolve) => {
    page.once("dialog", (dialog) => {
      resolve(dialog.type());
      void dialog.accept();
    });
  });
  await page.reload();
  expect(await asked).toBe("beforeunload");
  await page.getByText("changed", { exact: true }).waitFor();
  expect(await timeoutOf(page).inputValue()).toBe("5s");
  expect(await page.getByRole("link", { name: "Change 1 unsaved file" }).count()).toBe(1);
});

it("what somebody else changes meanwhile is there for who comes back to the page", async () => {
  const page = await show({ at: reviews });
  await timeoutOf(page).waitFor();
  pages.opened.shop.write(file, text.replace("timeout: 3s", "timeout: 9s"));
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await expect.poll(() => timeoutOf(page).inputValue()).toBe("9s");
});

it("findings lead to their documents", async () => {
  const page = await show({
    at: "#/findings",
    shop: { files: { ...shopFiles, [file]: text.replace("v2 }", "v9 }") } },
  });
  const errors = page.getByRole("region", { name: "Errors" });
  await errors.getByText('the subset "v2" has no pods').waitFor();
  await errors.getByRole("link", { name: `${file}:6` }).click();
  const versions = page.getByRole("article", { name: "versions" });
  await versions.getByText('the subset "v2" has no pods').waitFor();
  await page.getByRole("link", { name: "1 error" }).click();
  // What is found in pods is the matter of their service.
  await page.getByRole("link", { name: "Deployment shop/details-v1" }).click();
  await page
    .getByRole("list", { name: "Findings of the service" })
    .getByText("the pods of Deployment details-v1 have no AuthorizationPolicy")
    .waitFor();
});

it("an update of the stack shows the objects that it changed", async () => {
  const page = await show({ at: `#/history/${file}` });
  await page.getByRole("button", { name: /update succeeded/ }).click();
  expect(await changedLines(page, "Difference of VirtualService shop/reviews")).toEqual([
    ...["-    - timeout: 2s", "+    - timeout: 3s"],
  ]);
});

it("an earlier version comes back through the same change screen", async () => {
  const page = await show({ at: `#/history/${file}` });
  await page.getByRole("button", { name: /Give up after 2 s/ }).click();
  expect(await changedLines(page, `Difference of ${file}`)).toEqual([
    ...["-timeout: 3s # the page waits for 4", "+timeout: 2s # the page waits for 4"],
    ...["-    to: { v1: 90, v2: 10 }", "+    to: { v1: 100 }"],
  ]);
  await press(page, "Return to this version");
  await page.getByRole("heading", { name: "1 file", exact: true }).waitFor();
  await checked(page);
  await apply(page);
  await page.getByText("Nothing is changed.").waitFor();
  expect(pages.opened.shop.read()[file]).toContain("timeout: 2s");
});

it("pods, sidecars and the access log are shown, and asked for again", async () => {
  const page = await show({ at: "#/live/shop/reviews" });
  await page.getByText("1 of 2 pods ready").waitFor();
  expect(await page.getByRole("region", { name: "Last lines of the access log" }).innerText()).toContain("504 UT");
  pages.opened.shop.live = { unreachable: "the cluster does not answer", pods: [], accessLog: [] };
  await press(page, "Refresh");
  await page.getByText("the cluster does not answer").waitFor();
});

it("what runs now is on a page of its own, and a mark is on the map where something is wrong with it", async () => {
  const page = await show({ at: "#/status" });
  await page.getByRole("list", { name: "Problems" }).waitFor();
  expect(await page.getByRole("list", { name: "Problems" }).innerText()).toContain(
    "1 of 2 pods has no sidecar: reviews-v2-5c6f9d7b8-k9zsr",
  );
  expect(await page.getByRole("region", { name: "Control planes" }).innerText()).toContain("1.31.4");
  expect(await page.getByRole("region", { name: "Gateways" }).innerText()).toContain("61 days left");
  await page.getByRole("link", { name: "Map" }).click();
  await page.getByText("The cluster has 1 problem.").waitFor();
  expect(await page.getByText("1 running", { exact: true }).count()).toBe(1);
  pages.opened.shop.status = { unreachable: "the cluster does not answer" };
  await page.getByRole("link", { name: "Status" }).click();
  await page.getByText("the cluster does not answer").waitFor();
});

it("what runs is asked for again while one looks, and not while the page is hidden", async () => {
  const page = await show({ at: "#/status" });
  let asked = 0;
  page.on("request", (request) => (asked += request.url().endsWith("/api/status") ? 1 : 0));
  await page.getByRole("list", { name: "Problems" }).waitFor();
  await page.clock.install();
  await page.reload();
  await page.getByRole("list", { name: "Problems" }).waitFor();
  const first = asked;
  await page.clock.runFor(15_000);
  await expect.poll(() => asked).toBe(first + 1);
  await page.evaluate(`Object.defineProperty(document, "hidden", { value: true, configurable: true })`);
  await page.clock.runFor(60_000);
  expect(asked).toBe(first + 1);
  await page.evaluate(`Object.defineProperty(document, "hidden", { value: false, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"))`);
  await expect.poll(() => asked).toBe(first + 2);
});
