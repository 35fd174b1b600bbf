import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { createHash, timingSafeEqual } from "node:crypto";
import { Refusal } from "./refusal.js";

/** What tells the person who started the console from everybody else on the machine and in the browser. */
export interface Secrets {
  /** In the URL that is printed. */
  token: string;
  /** What a browser has once it has shown the token. */
  cookie: string;
  /** Sent by the page with all that is not a GET; another site's page cannot read it. */
  csrf: string;
}

/** Where the server listens. */
export interface Address {
  /** On 127.0.0.1. */
  port: number;
}

/** Names that a browser reaches loopback by; others are those of somebody who lets a name of his own point here (DNS rebinding). */
function listHosts({ port }: Address): string[] {
  return ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`);
}

/** Headers of every answer. */
export function setHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", createPolicy());
    headers.set("cache-control", "no-store");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("referrer-policy", "no-referrer");
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
  };
}

/** The content-security policy of an answer. @param nonce of the style elements that the page's editor makes */
export function createPolicy(nonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === undefined ? "" : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Refuses requests to another name, and those that another site's page sends. */
export function guardOrigin(address: Address): MiddlewareHandler {
  const hosts = listHosts(address);
  return async ({ req }, next) => {
    const host = req.header("host") ?? "";
    if (!hosts.includes(host))
      throw new Refusal(403, `the host is ${JSON.stringify(host)}; this is ${hosts.join(", ")}`);
    // Pages of other ports of this machine are of the same site, so that they come with the cookie.
    const site = req.header("sec-fetch-site") ?? "same-origin";
    const isOpened = site === "none" || (req.header("sec-fetch-mode") === "navigate" && !isApi(req.path));
    if (site !== "same-origin" && !isOpened) throw new Refusal(403, "another site's page asks for this");
    if (!isSafe(req.method) && req.header("origin") !== `http://${host}`) {
      throw new Refusal(403, `changes come from the page at http://${host} alone`);
    }
    await next();
  };
}

/** Lets in who has the token, and from then on the browser's cookie; refuses changes without the token against forgery. */
export function guardSession({ token, cookie, csrf }: Secrets, { port }: Address): MiddlewareHandler {
  // Cookies do not know ports: another console on this machine has one of its own.
  const name = `mesh-console-${port}`;
  return async (context, next) => {
    const { req } = context;
    const given = req.query("token");
    if (given !== undefined && isSafe(req.method) && !isApi(req.path)) {
      if (!isEqual(given, token)) throw new Refusal(403, `the token is another one; ${howToOpen}`);
      setCookie(context, name, cookie, { httpOnly: true, sameSite: "Strict", path: "/" });
      return context.redirect("/", 303);
    }
    if (!isEqual(getCookie(context, name) ?? "", cookie)) throw new Refusal(401, howToOpen);
    if (!isSafe(req.method) && !isEqual(req.header("x-csrf-token") ?? "", csrf)) {
      throw new Refusal(403, "the header x-csrf-token is not that of the session; load the page again");
    }
    return next();
  };
}

const howToOpen = "open the address that `mesh console` has printed";

/** Whether a path is of the API, where every answer is JSON. */
export function isApi(path: string): boolean {
  return path === "/api" || path.startsWith("/api/");
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** Takes as long for a guess that is nearly right as for any other. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
