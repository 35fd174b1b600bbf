// Statuses and events as the kubelet writes them. Does not prove that other versions write the same.
import { expect, it } from "vitest";
import { findContainerCause } from "../../src/cli/container-causes.js";
import { createEvent } from "./workload-fixtures.js";

const image = "registry.example/app:2";

/** A container `app` that waits. */
function waiting(reason: string, message?: string) {
  const said = message === undefined ? {} : { message };
  return { name: "app", image, ready: false, state: { waiting: { reason, ...said } } };
}

it.each([
  [
    "an image that is not there",
    waiting("ErrImagePull", `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": not found`),
    `container app: no image ${image}: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": not found`,
    30,
  ],
  [
    "between two tries",
    waiting("ImagePullBackOff", `Back-off pulling image "${image}": ErrImagePull: pull access denied`),
    `container app: no image ${image}: Back-off pulling image "${image}": ErrImagePull: pull access denied`,
    30,
  ],
  [
    "a registry that does not answer",
    waiting("ErrImagePull", "dial tcp: lookup registry.example: no such host"),
    `container app: no image ${image}: dial tcp: lookup registry.example: no such host`,
    120,
  ],
  [
    "a registry that wants fewer calls",
    waiting("ErrImagePull", "429 Too Many Requests - toomanyrequests: rate limit"),
    `container app: no image ${image}: 429 Too Many Requests - toomanyrequests: rate limit`,
    undefined,
  ],
  [
    "a name that is none",
    waiting("InvalidImageName", 'Failed to apply default image tag "A:B:C": couldn\'t parse image name'),
    `container app: no image ${image}: Failed to apply default image tag "A:B:C": couldn't parse image name`,
    30,
  ],
  [
    "an image that is not loaded and may not be pulled",
    waiting("ErrImageNeverPull", `Container image "${image}" is not present with pull policy of Never`),
    `container app: no image ${image}: Container image "${image}" is not present with pull policy of Never`,
    30,
  ],
  [
    "a Secret that may come",
    waiting("CreateContainerConfigError", 'secret "token" not found'),
    'container app cannot be started: secret "token" not found',
    undefined,
  ],
  [
    "a user that is root",
    waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root"),
    "container app cannot be started: container has runAsNonRoot and image will run as root",
    30,
  ],
  [
    "a program that the image does not have",
    waiting("RunContainerError", 'exec: "serve": executable file not found in $PATH'),
    'container app cannot be started: exec: "serve": executable file not found in $PATH',
    30,
  ],
])("%s", (_what, container, text, patience) => {
  const { key, ...cause } = findContainerCause(container, []) ?? {};
  expect(cause).toEqual({ text, ...(patience === undefined ? {} : { patience }) });
  expect(key).toMatch(/^(image|start) app/);
});

it("is one cause while the kubelet tries and waits in turn, and an older kubelet's event says why", () => {
  const tries = findContainerCause(waiting("ErrImagePull", "manifest unknown"), []);
  const event = createEvent("Failed", `Failed to pull image "${image}": manifest unknown`, { container: "app" });
  const waits = findContainerCause(waiting("ImagePullBackOff", `Back-off pulling image "${image}"`), [event]);
  expect(waits).toEqual({
    key: tries?.key,
    text: `container app: no image ${image}: Failed to pull image "${image}": manifest unknown`,
    patience: 30,
  });
});

it.each([
  [{ exitCode: 1, reason: "Error" }, "exit code 1"],
  [{ exitCode: 137, reason: "OOMKilled" }, "OOMKilled, exit code 137"],
  [{ exitCode: 2, reason: "Error", message: "panic:\n no port\n" }, "exit code 2, panic: no port"],
])("a container that ends again and again may find what it waits for: %j", (terminated, how) => {
  const container = { ...waiting("CrashLoopBackOff", "back-off 10s restarting"), lastState: { terminated } };
  expect(findContainerCause(container, [])).toEqual({
    key: "crash app",
    text: `container app ends again and again: ${how}`,
  });
});

it("a container that is not ready says the last probe, of its own", () => {
  const running = { name: "app", image, ready: false, state: { running: {} } };
  const events = [
    createEvent("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", {
      container: "app",
      at: 2,
    }),
    createEvent("Unhealthy", "Startup probe failed: connection refused", { container: "app", at: 1 }),
    createEvent("Unhealthy", "Readiness probe failed: of the proxy", { container: "istio-proxy", at: 3 }),
  ];
  const text = `container app (${image}) is not ready: Readiness probe failed: HTTP probe failed with statuscode: 503`;
  expect(findContainerCause(running, events)).toEqual({ key: "probe app", text });
  expect(findContainerCause(running, [])).toBeUndefined();
  expect(findContainerCause({ ...running, ready: true }, events)).toBeUndefined();
});

it("nothing of a container that is being created", () => {
  expect(findContainerCause(waiting("ContainerCreating"), [])).toBeUndefined();
});
