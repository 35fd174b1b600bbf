// Ports in memory. Does not prove what a real browser does with these answers: the tests of the page do.
import { describe, expect, it } from "vitest";
import type { PageFile } from "../../../src/console/server/page.js";
import { folder, origin, port, reviews, startConsole } from "../memory.js";

const file = `${folder}/reviews.yaml`;
const change = { changes: [{ file, text: "mesh: all\n", version: null }] };
const json = JSON.stringify(change);
const read = async (answer: Response) => ({ status: answer.status, body: await answer.json() });

describe("who gets in", () => {
  it("nobody without token and cookie", async () => {
    const { raw } = await startConsole();
    const error = "open the address that `mesh console` has printed";
    expect(await read(await raw("GET", "/api/session"))).toEqual({ status: 401, body: { error } });
    const page = await raw("GET", "/");
    expect([page.status, await page.text()]).toEqual([401, `${error}\n`]);
  });

  it("whoever has the token gets a cookie, and an address without it", async () => {
    const { raw, token } = await startConsole();
    const answer = await raw("GET", `/?token=${token}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/");
    expect(answer.headers.get("set-cookie")).toBe(`mesh-console-${port}=secret-2; Path=/; HttpOnly; SameSite=Strict`);
  });

  it.each(["", "secret-2", "secret-1x", "SECRET-1", "secret-1%00"])("not with the token %j", async (token) => {
    const { raw } = await startConsole();
    const answer = await raw("GET", `/?token=${token}`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it("not with a token instead of a cookie, nor with another console's cookie", async () => {
    const { raw, token, cookie } = await startConsole();
    expect((await raw("GET", `/api/session?token=${token}`)).status).toBe(401);
    expect((await raw("GET", "/api/session", { cookie: `mesh-console-${port}=${token}` })).status).toBe(401);
    expect((await raw("GET", "/api/session", { cookie: cookie.replace(String(port), "1") })).status).toBe(401);
    expect((await raw("GET", "/api/session", { cookie })).status).toBe(200);
  });
});

describe("hosts", () => {
  it.each([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])("%s is loopback", async (host) => {
    const { raw, cookie } = await startConsole();
    expect((await raw("GET", "/api/session", { cookie, host })).status).toBe(200);
  });

  it.each(["", "evil.example", `evil.example:${port}`, "127.0.0.1", "127.0.0.1:80", `127.0.0.1.evil.example:${port}`])(
    "%j is somebody's name for this address",
    async (host) => {
      const { raw, cookie } = await startConsole();
      expect(await read(await raw("GET", "/api/session", { cookie, host }))).toEqual({
        status: 403,
        body: {
          error: `the host is ${JSON.stringify(host)}; this is 127.0.0.1:${port}, localhost:${port}, [::1]:${port}`,
        },
      });
    },
  );
});

describe("another site's page", () => {
  const attack = async (headers: Record<string, string>) => {
    const { raw, cookie, csrf, files } = await startConsole();
    const whole = { cookie, "content-type": "application/json", "x-csrf-token": csrf, ...headers };
    const answer = await raw("PUT", "/api/files", whole, json);
    expect(files.get(file)).toBe(reviews);
    return read(answer);
  };
  const foreign = { status: 403, body: { error: `changes come from the page at ${origin} alone` } };

  it("cannot change anything with its Origin", async () => {
    expect(await attack({ origin: "https://evil.example" })).toEqual(foreign);
    expect(await attack({ origin: "http://127.0.0.1:3000" })).toEqual(foreign);
    expect(await attack({ origin: "null" })).toEqual(foreign);
  });

  it("cannot without an Origin", async () => {
    expect(await attack({})).toEqual(foreign);
  });

  it.each(["cross-site", "same-site", "none"])("cannot as %s by Sec-Fetch-Site", async (site) => {
    const { status } = await attack({ origin: site === "none" ? "null" : origin, "sec-fetch-site": site });
    expect(status).toBe(403);
  });

  it("cannot read either, from another port of this machine", async () => {
    const { raw, cookie } = await startConsole();
    for (const site of ["same-site", "cross-site"]) {
      const answer = await raw("GET", "/api/session", { cookie, "sec-fetch-site": site, "sec-fetch-mode": "navigate" });
      expect(await read(answer)).toEqual({ status: 403, body: { error: "another site's page asks for this" } });
    }
  });

  it("may lead to the page: a link is followed", async () => {
    const page = { find: (): PageFile => ({ bytes: Buffer.from("x"), type: "text/html" }), isBuilt: () => true };
    const { raw, cookie } = await startConsole({ ports: { page } });
    const headers = { cookie, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await raw("GET", "/", headers)).status).toBe(200);
    expect((await raw("GET", "/", { ...headers, "sec-fetch-mode": "no-cors" })).status).toBe(403);
  });

  it.each([undefined, "", "secret-1", "secret-2"])("has no CSRF token: %j", async (given) => {
    const { raw, cookie, files } = await startConsole();
    const token: Record<string, string> = given === undefined ? {} : { "x-csrf-token": given };
    const answer = await raw(
      "PUT",
      "/api/files",
      { cookie, origin, "content-type": "application/json", ...token },
      json,
    );
    const error = "the header x-csrf-token is not that of the session; load the page again";
    expect(await read(answer)).toEqual({ status: 403, body: { error } });
    expect(files.get(file)).toBe(reviews);
  });

  it("has only forms, whose bodies are no JSON", async () => {
    const { send } = await startConsole();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"]) {
      const answer = await send("PUT", "/api/files", change, { "content-type": type });
      expect(await read(answer)).toEqual({ status: 415, body: { error: "the body must be application/json" } });
    }
  });
});

describe("every answer", () => {
  const headers = {
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };

  it.each(["/api/session", "/api/nothing", "/nothing", "/?token=wrong"])("has the headers: %s", async (path) => {
    const { send } = await startConsole();
    const answer = await send("GET", path);
    expect(Object.fromEntries([...answer.headers])).toMatchObject(headers);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("of the page has a nonce of its own in policy and text", async () => {
    const bytes = Buffer.from('<meta property="csp-nonce" nonce="NONCE_OF_THE_ANSWER"><b nonce="NONCE_OF_THE_ANSWER">');
    const page = { find: (): PageFile => ({ bytes, type: "text/html; charset=utf-8" }), isBuilt: () => true };
    const { send } = await startConsole({ ports: { page } });
    for (const nonce of ["secret-4", "secret-5"]) {
      const answer = await send("GET", "/");
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(answer.headers.get("content-security-policy")).toBe(
        headers["content-security-policy"].replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`),
      );
      expect(await answer.text()).toBe(`<meta property="csp-nonce" nonce="${nonce}"><b nonce="${nonce}">`);
    }
  });
});

describe("bodies", () => {
  it("of more than 2 MiB are refused, whether they say their length or not", async () => {
    const { send, raw, cookie, csrf } = await startConsole();
    const error = "the body is larger than 2097152 bytes";
    const large = { changes: [{ file, text: "#".repeat(2 * 1024 * 1024), version: null }] };
    expect(await read(await send("POST", "/api/check", large))).toEqual({ status: 413, body: { error } });
    const headers = { cookie, origin, "x-csrf-token": csrf, "content-type": "application/json" };
    const length = { "content-length": String(3 * 1024 * 1024) };
    expect(await read(await raw("POST", "/api/check", { ...headers, ...length }, "{}"))).toEqual({
      status: 413,
      body: { error },
    });
  });

  it("with a file of more than 1 MiB are refused: the program would not take it", async () => {
    const { send } = await startConsole();
    const text = "#".repeat(1024 * 1024 + 1);
    expect(await read(await send("POST", "/api/check", { changes: [{ file, text, version: null }] }))).toEqual({
      status: 400,
      body: { error: "the body is not as it should be: changes.0.text: it must be at most 1048576 bytes" },
    });
  });

  it.each<[string, string]>([
    ["{", "the body is not valid JSON"],
    ["[]", "the body is not as it should be: it must be a map"],
    [
      JSON.stringify({ changes: [{ ...change.changes[0], mode: 7 }] }),
      'the body is not as it should be: changes.0: unknown key "mode"',
    ],
    [
      JSON.stringify({ changes: [change.changes[0], change.changes[0]] }),
      "the body is not as it should be: changes: one file has two changes",
    ],
  ])("%s is refused", async (body, error) => {
    const { raw, cookie, csrf } = await startConsole();
    const headers = { cookie, origin, "x-csrf-token": csrf, "content-type": "application/json" };
    expect(await read(await raw("PUT", "/api/files", headers, body))).toEqual({ status: 400, body: { error } });
  });
});

it.each(["GET", "POST", "PUT", "DELETE", "PATCH"])("%s of an unknown path of the API is a problem", async (method) => {
  const { send } = await startConsole();
  expect(await read(await send(method, "/api/nothing"))).toEqual({
    status: 404,
    body: { error: `there is no ${method} /api/nothing` },
  });
});

it("a page that is not built says how to build it", async () => {
  const { send } = await startConsole();
  const answer = await send("GET", "/");
  expect([answer.status, await answer.text()]).toEqual([503, "the page is not built; build it with: npm run build\n"]);
});
