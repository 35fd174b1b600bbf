// Does not prove that Go reads all URLs so: the live test with generated objects does for some.
import { expect, it } from "vitest";
import { parseRequestUrl } from "../../src/analysis/go-url.js";

it.each([
  ["https://a.example/keys?x=%zz", { scheme: "https", host: "a.example" }],
  ["HTTP://user:pass@a:80", { scheme: "http", host: "a:80" }],
  ["http://[::1]:80/", { scheme: "http", host: "[::1]:80" }],
  ["oci://a/b:c", { scheme: "oci", host: "a" }],
  ["mailto:a", { scheme: "mailto", host: "" }],
  ["/path", { scheme: "", host: "" }],
])("%s", (text, expected) => {
  expect(parseRequestUrl(text)).toEqual(expected);
});

it.each(["", "a.example", "://a", "1a://b", "http://a:x/", "http://a b/", "http://a/%zz", "http://[::1", "a\u0000"])(
  "%j is none",
  (text) => {
    expect(parseRequestUrl(text)).toBeUndefined();
  },
);
