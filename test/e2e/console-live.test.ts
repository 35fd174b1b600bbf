// The real page, command, engine, cluster and proxies. Does not prove anything of Istio's released proxy: the local one is upstream Envoy.
// What the page and its server do alone, such as with a bad value or read-only: console-page.test.ts and console-modes.test.ts do.
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { getStatus } from "../../src/local/cluster/status.js";
import { checked, launch } from "../console/browser.js";
import { changeTimeout, changedLines, press, review } from "../console/page-actions.js";
import { startConsole, type RunningConsole } from "./console.js";
import { checkoutFolder, testFolder } from "./folder.js";
import { eventually } from "./machine.js";
import { kubectl, mesh } from "./mesh.js";

const service = "k8s-combat/k8s-combat-service";
const file = "stacks/dev/policies/k8s-combat.yaml";
const gateway = "istio-system/www.service1.io.istio-ingressgateway";
const policies = join(testFolder, "refused.json");
const readFile = () => readFileSync(join(checkoutFolder, file), "utf8");

let browser: Browser;
let original: string;
const started: RunningConsole[] = [];

beforeAll(async () => {
  const { code, output } = await mesh("start");
  expect(code, output).toBe(0);
  original = readFile();
  browser = await launch();
});
afterEach(async () => {
  for (const { interrupt, ended } of started.splice(0)) {
    interrupt();
    await ended;
  }
});
afterAll(async () => {
  await browser.close();
  const made = ["validatingadmissionpolicy", "validatingadmissionpolicybinding"].map((kind) => `${kind}/console-live`);
  await kubectl("delete", "--ignore-not-found", ...made);
});

async function start(...args: string[]): Promise<RunningConsole> {
  const console = await startConsole(...args);
  started.push(console);
  return console;
}

/** A person who has opened the address that was printed. */
async function visit({ url }: RunningConsole, at = `#/service/${service}`): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  // An engine has work to do.
  page.setDefaultTimeout(90_000);
  await page.goto(url + at);
  return page;
}

/** The newest version of that name becomes a draft. */
async function returnTo(page: Page, version: RegExp): Promise<void> {
  await page.getByRole("link", { name: "History" }).click();
  await page.getByRole("button", { name: version }).first().click();
  await press(page, "Return to this version");
  await page.getByRole("heading", { name: "1 file", exact: true }).waitFor();
  await checked(page);
}

/** After a preview that allows it: from now on the API server refuses the ConfigMap `lost`. */
async function refuseObject(): Promise<void> {
  const api = "admissionregistration.k8s.io/v1";
  const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] };
  const spec = {
    matchConstraints: { resourceRules: [rule] },
    validations: [{ expression: "object.metadata.name != 'lost'", message: "nothing may be lost" }],
  };
  const metadata = { name: "console-live" };
  const items = [
    { apiVersion: api, kind: "ValidatingAdmissionPolicy", metadata, spec },
    {
      ...{ apiVersion: api, kind: "ValidatingAdmissionPolicyBinding", metadata },
      spec: { policyName: metadata.name, validationActions: ["Deny"] },
    },
  ];
  writeFileSync(policies, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await kubectl("apply", "-f", policies);
  const create = () => kubectl("create", "configmap", "lost", "--dry-run=server").catch(String);
  await expect.poll(create, { timeout: 60_000 }).toContain("nothing may be lost");
}

/** The status that a caller outside of the mesh gets from an upstream that takes one and a half seconds. */
function callSlowly(): Promise<number | undefined> {
  const { local: port } = getStatus("dev").ports.find((one) => one.port === 80) ?? {};
  const options = { host: "127.0.0.1", port, path: "/?delay=1500ms", headers: { host: "www.service1.io" } };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on("error", reject).end();
  });
}

it("a time-out changed on the page is in force in the mesh, and is taken back by a click", async () => {
  expect(await callSlowly()).toBe(200);
  const page = await visit(await start());
  await changeTimeout(page, "1s");
  // What `mesh analyze` says, on the field that it is about.
  await page
    .locator(".field", { has: page.getByRole("textbox", { name: "perTryTimeout", exact: true }) })
    .getByText("warning MESH0209: no try is cut off after 2s")
    .waitFor();
  await review(page);
  await page.getByRole("heading", { name: "3 added" }).waitFor();
  expect(await changedLines(page, `Difference of ${file}`)).toEqual(["-timeout: 5s", "+timeout: 1s"]);
  for (const name of [gateway, service]) {
    expect(await changedLines(page, `Difference of VirtualService ${name}`)).toEqual([
      "-      timeout: 5s",
      "+      timeout: 1s",
    ]);
  }
  expect(await page.getByRole("region", { name: "Affected callers" }).getByRole("listitem").allInnerTexts()).toEqual([
    "istio-system/istio-ingressgateway",
    "istio-system/www.service1.io: k8s-combat/k8s-combat-service/default",
    "k8s-combat/k8s-combat-service.k8s-combat.svc.cluster.local: default",
  ]);

  await press(page, "Preview");
  await page.getByText(/^done: 2 to update in \d+ s$/).waitFor();
  const rows = page.getByRole("region", { name: "Run" }).getByRole("rowheader");
  expect((await rows.allInnerTexts()).sort()).toEqual(
    [gateway, service].map((name) => `mesh-policies-VirtualService/${name}`),
  );
  expect(readFile()).toBe(original);
  expect(await callSlowly()).toBe(200);

  await press(page, "Apply");
  await page.getByText(/^done: 2 updated in \d+ s$/).waitFor();
  // Comments and all else are as they were.
  expect(readFile()).toBe(original.replace("timeout: 5s\n", "timeout: 1s\n"));
  await expect.poll(callSlowly, { timeout: 30_000 }).toBe(504);

  await page.getByRole("link", { name: "History" }).click();
  // The newest comes first; other tests apply too.
  await page
    .getByRole("button", { name: /applied by the console/ })
    .first()
    .click();
  for (const name of [gateway, service]) {
    expect(await changedLines(page, `Difference of VirtualService ${name}`)).toEqual([
      "-      timeout: 5s",
      "+      timeout: 1s",
    ]);
  }
  // The tests' copy of the project is in no repository, so that the console keeps the texts.
  await returnTo(page, /found by the console/);
  await page.getByRole("heading", { name: "3 removed" }).waitFor();
  await press(page, "Preview");
  await page.getByText(/^done: 2 to update in \d+ s$/).waitFor();
  await press(page, "Apply");
  await page.getByText(/^done: 2 updated in \d+ s$/).waitFor();
  expect(readFile()).toBe(original);
  await expect.poll(callSlowly, { timeout: 30_000 }).toBe(200);
});

it("pods, sidecars and the last lines of the access log are shown", async () => {
  const page = await visit(await start(), `#/live/${service}`);
  // A proxy writes its log every ten seconds.
  await page.getByLabel("every 5 s").check();
  await page.getByText("3 of 3 pods ready").waitFor();
  // The calls of `mesh start`. Those through the gateway are no lines with a path: the name of their port says no protocol.
  await page
    .getByRole("region", { name: "Last lines of the access log" })
    .getByText("inbound|50051||")
    .first()
    .waitFor();
});

it("a run that fails shows its diagnostics, and the earlier version is a click away", async () => {
  const page = await visit(await start());
  await page.getByRole("textbox", { name: `YAML of ${file}` }).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(
    "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: lost, namespace: default }\n",
  );
  await page.getByText("changed", { exact: true }).waitFor();
  await checked(page);
  await review(page);
  await press(page, "Preview");
  await page.getByText(/^done: 1 to create in \d+ s$/).waitFor();
  await refuseObject();
  await press(page, "Apply");
  await page
    .getByRole("region", { name: "Run" })
    .getByRole("status")
    .getByText(/^failed/)
    .waitFor();
  expect(await page.getByRole("list", { name: "Diagnostics" }).innerText()).toContain("nothing may be lost");
  expect(readFile()).toContain("name: lost");
  await returnTo(page, /found by the console/);
  await press(page, "Preview");
  await page.getByText(/^done: no changes in \d+ s$/).waitFor();
  await press(page, "Apply");
  // The preview's own line says the same; what is applied is written first.
  await eventually(() => (readFile() === original ? "written" : ""));
  await page.getByText(/^done: no changes in \d+ s$/).waitFor();
});

it("two people change one file: the second is shown what the first has written, and both changes stay", async () => {
  const console = await start("--write", "files");
  const [ada, grace] = [await visit(console), await visit(console)];
  await changeTimeout(ada, "4s");
  await grace.getByRole("textbox", { name: "attempts", exact: true }).fill("1");
  await checked(grace);
  await review(ada);
  await press(ada, "Write files");
  await ada.getByText(`Written: ${file}; commit them for a pull request.`).waitFor();
  await review(grace);
  await press(grace, "Write files");
  await grace.getByRole("heading", { name: "Somebody else has changed the same file" }).waitFor();
  expect(readFile()).toBe(original.replace("timeout: 5s\n", "timeout: 4s\n"));
  await press(grace, "Keep mine on top of theirs");
  await checked(grace);
  await press(grace, "Write files");
  await grace.getByText(`Written: ${file}`).waitFor();
  expect(readFile()).toBe(original.replace("timeout: 5s\n", "timeout: 4s\n").replace("attempts: 2", "attempts: 1"));
  await returnTo(grace, /found by the console/);
  await press(grace, "Write files");
  await grace.getByText(`Written: ${file}`).waitFor();
  expect(readFile()).toBe(original);
});
