// Pages of others in the browser of a person who is let in, and programs of others on the machine. Does not prove anything of who can
// read this person's files: the token is safe from nobody there.
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launch } from "../console/browser.js";
import { timeoutOf } from "../console/page-actions.js";
import { folder, reviewsFile as file, shopFiles } from "../console/shop/files.js";
import { openShop, type Shop } from "../console/shop/shop.js";

/** A name of somebody else's, which leads to this machine. */
const rebound = "console.attacker.example";

let browser: Browser;
let shop: Shop;
let context: BrowserContext;
let origin: string;
/** Serves an empty page of another port of this machine: the same site, so that cookies go along. */
let other: Server;
let attacker: string;

beforeAll(async () => {
  browser = await launch(`--host-resolver-rules=MAP ${rebound} 127.0.0.1`);
  other = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>attacker</title>");
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  attacker = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
});
beforeEach(async () => {
  shop = await openShop();
  origin = new URL(shop.url).origin;
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await shop.close();
});
afterAll(async () => {
  await browser.close();
  other.close();
});

/** A page of the person who is let in. */
async function enter(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${shop.url}#/service/shop/reviews`);
  await timeoutOf(page).waitFor();
  return page;
}

/** Another site's page beside it, in the same browser. */
async function attack(script: string): Promise<unknown> {
  await enter();
  const page = await context.newPage();
  await page.goto(attacker);
  return page.evaluate(`(async () => { const origin = ${JSON.stringify(origin)}; ${script} })()`);
}

const changes = [{ file, text: "mesh: mine\n", version: null }];
const unharmed = () => {
  expect(shop.read()).toEqual(shopFiles);
  expect(shop.runs).toEqual([]);
};

describe("the address that is printed", () => {
  it("is exchanged for a cookie that no script reads, and is in no address any more", async () => {
    const page = await enter();
    expect(page.url()).toBe(`${origin}/#/service/shop/reviews`);
    expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: "Strict", domain: "127.0.0.1" }]);
    expect(await page.evaluate("document.cookie")).toBe("");
  });

  it("is needed: another browser gets nothing, not even the page", async () => {
    const page = await context.newPage();
    expect((await page.goto(origin))?.status()).toBe(401);
    expect((await page.goto(`${origin}/?token=wrong`))?.status()).toBe(403);
    expect(await context.cookies()).toEqual([]);
  });
});

describe("another page in the same browser", () => {
  it("reads nothing", async () => {
    const read = `try { return (await fetch(origin + "/api/session", { credentials: "include" })).status } catch { return "refused" }`;
    expect(await attack(read)).toBe("refused");
  });

  it.each(["application/json", "text/plain"])("writes nothing as %s", async (type) => {
    const body = JSON.stringify(JSON.stringify({ changes }));
    const write = `const mode = ${JSON.stringify(type)} === "text/plain" ? "no-cors" : "cors";
      try { await fetch(origin + "/api/files", { method: mode === "cors" ? "PUT" : "POST", mode, credentials: "include",
        headers: { "content-type": ${JSON.stringify(type)} }, body: ${body} }) } catch { return }`;
    await attack(write);
    unharmed();
  });

  it("starts no run by a form", async () => {
    await attack(`
      const form = Object.assign(document.createElement("form"), { method: "post", enctype: "text/plain", action: origin + "/api/runs" });
      form.append(Object.assign(document.createElement("input"), { name: '{"verb":"up","changes":[],"x":"', value: '"}' }));
      document.body.append(form);
      form.submit();
    `);
    await expect.poll(() => context.pages().at(-1)?.url()).toBe(`${origin}/api/runs`);
    expect(await context.pages().at(-1)?.innerText("body")).toContain("another site's page asks for this");
    unharmed();
  });

  it("shows the console in no frame, and takes none of its scripts", async () => {
    const framed = `
      const frame = document.createElement("iframe");
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
      frame.src = origin;
      document.body.append(frame);
      await loaded;
      const script = document.createElement("script");
      const ended = new Promise((resolve) => { script.onload = () => resolve("taken"); script.onerror = () => resolve("refused"); });
      script.src = origin + "/api/mesh";
      document.body.append(script);
      return ended;
    `;
    expect(await attack(framed)).toBe("refused");
    const frames = context.pages().at(-1)?.frames().slice(1) ?? [];
    expect(frames.map((frame) => frame.url())).toEqual(["chrome-error://chromewebdata/"]);
  });

  it("does not get hold of the window that it opens", async () => {
    const opened = `const opened = window.open(origin); await new Promise((resolve) => setInterval(() => opened.closed && resolve(), 20));
      return opened.closed`;
    expect(await attack(opened)).toBe(true);
  });
});

it("a name of somebody else's that leads to this machine is refused", async () => {
  const page = await context.newPage();
  const { port } = new URL(shop.url);
  const answer = await page.goto(shop.url.replace("127.0.0.1", rebound));
  expect(answer?.status()).toBe(403);
  expect(await page.innerText("body")).toContain(`the host is "${rebound}:${port}"`);
});

it("a script that gets into the page's text is not run", async () => {
  const page = await enter();
  const inline = `const script = document.createElement("script"); script.textContent = "window.hurt = true";
    document.body.append(script); const image = new Image(); image.setAttribute("onerror", "window.hurt = true"); image.src = "/nothing.png";
    document.body.append(image); let sent = "sent"; try { await fetch("http://127.0.0.1:1/") } catch { sent = "refused" }
    return [window.hurt, sent]`;
  expect(await page.evaluate(`(async () => { ${inline} })()`)).toEqual([undefined, "refused"]);
});

/** Bytes as they are: a client of the library would make paths harmless first. */
function send(path: string, headers: Record<string, string>): Promise<string> {
  const { port } = new URL(shop.url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n${lines.join("")}\r\n`);
    });
    socket
      .on("data", (chunk) => (answer += chunk.toString()))
      .on("end", () => resolve(answer))
      .on("error", reject);
  });
}

const paths = [
  "/../../package.json",
  "/..%2f..%2fpackage.json",
  "/assets/%2e%2e/%2e%2e/%2e%2e/package.json",
  "/assets/..%5c..%5cpackage.json",
  "//etc/passwd",
  `/api/file?file=${folder}/../../../package.json`,
  `/api/file?file=${folder}%2f..%2f..%2f..%2fpackage.json`,
  "/api/file?file=%2fetc%2fpasswd",
  `/api/history/text?file=${file}&id=HEAD:package.json`,
];

it("no path leads to a file elsewhere, however it is written", async () => {
  await enter();
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const ask = async (path: string) => (await send(path, { cookie })).split(" ", 2)[1];
  expect(await ask(`/api/file?file=${file}`)).toBe("200");
  const answers = await Promise.all(paths.map(async (path) => [path, await ask(path)]));
  expect(answers).toEqual(paths.map((path) => [path, path.startsWith("/api/file") ? "400" : "404"]));
});
