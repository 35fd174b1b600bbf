// Does not prove that an image has in it what its tag says.
import { expect, it } from "vitest";
import { isOlder, readRelease } from "../../src/status/istio-version.js";

it.each([
  ["docker.io/istio/proxyv2:1.31.4", "1.31.4"],
  ["gcr.io:443/istio/proxyv2:1.30.8-distroless", "1.30.8"],
  ["registry:5000/istio/pilot:v1.29.0@sha256:0a1b", "1.29.0"],
  ["registry:5000/istio/pilot@sha256:0a1b", undefined],
  ["localhost/istio/pilot:local", undefined],
  ["1.31.0-eed52ebb66ad-Clean", "1.31.0"],
  ["auto", undefined],
  ["", undefined],
])("%s is %s", (text, release) => {
  expect(readRelease(text)).toBe(release);
});

it.each([
  ["1.30.8", "1.31.0", true],
  ["1.31.9", "1.31.10", true],
  ["1.31.10", "1.31.9", false],
  ["1.31.0", "1.31.0", false],
])("%s is before %s: %s", (one, other, expected) => {
  expect(isOlder(one, other)).toBe(expected);
});
