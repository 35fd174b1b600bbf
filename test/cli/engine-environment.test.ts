// Does not prove that the Pulumi CLI obeys these variables: the end-to-end tests run it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  hasOwnBackend,
  localBackend,
  prepareEngineEnvironment,
  type BuiltEngine,
} from "../../src/cli/engine-environment.js";

let folder: string;
let tools: BuiltEngine;

beforeEach(() => {
  vi.stubEnv("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", undefined);
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-environment-"));
  const put = (name: string) => {
    const file = join(folder, "tools", name, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "", { mode: 0o755 });
    return file;
  };
  tools = {
    pulumi: put("pulumi"),
    "pulumi-resource-kubernetes": put("pulumi-resource-kubernetes"),
    "pulumi-language-nodejs": put("pulumi-language-nodejs"),
  };
  vi.stubEnv("XDG_STATE_HOME", folder);
  vi.stubEnv("PATH", "/usr/bin");
  vi.stubEnv("MARK", "kept");
  for (const name of ["BACKEND_URL", "HOME", "CONFIG_PASSPHRASE", "CONFIG_PASSPHRASE_FILE"]) {
    vi.stubEnv(`PULUMI_${name}`, undefined);
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const ours = {
  MARK: "kept",
  PULUMI_SKIP_UPDATE_CHECK: "true",
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  PULUMI_DEBUG_COMMANDS: "true",
};

it("without a backend: one in a local folder, a home with our plugins, and an empty passphrase", () => {
  expect(hasOwnBackend()).toBe(false);
  expect(localBackend()).toBe(join(folder, "pulumi-istio", "backend"));
  const home = join(folder, "pulumi-istio", "pulumi");
  expect(prepareEngineEnvironment(tools)).toMatchObject({
    ...ours,
    PATH: "/usr/bin",
    PULUMI_BACKEND_URL: `file://${localBackend()}`,
    PULUMI_HOME: home,
    PULUMI_DIY_BACKEND_GZIP: "false",
    PULUMI_DIY_BACKEND_ZSTD: "false",
    PULUMI_DIY_BACKEND_LEGACY_LAYOUT: "false",
    PULUMI_CONFIG_PASSPHRASE: "",
  });
  expect(readdirSync(home)).not.toEqual([]);
  expect(statSync(join(home, "logs")).isFile()).toBe(true);
  // Pulumi's file backend wants its folder to be there.
  expect(existsSync(localBackend())).toBe(true);
});

it.each([
  ["PULUMI_CONFIG_PASSPHRASE", "geheim"],
  ["PULUMI_CONFIG_PASSPHRASE_FILE", "/file"],
])("keeps the passphrase of %s", (name, value) => {
  vi.stubEnv(name, value);
  const environment = prepareEngineEnvironment(tools);
  expect(environment[name]).toBe(value);
  expect(environment.PULUMI_CONFIG_PASSPHRASE).toBe(name === "PULUMI_CONFIG_PASSPHRASE" ? value : undefined);
});

it("with a backend: the user's own home, and our plugins on PATH", () => {
  vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
  vi.stubEnv("PULUMI_HOME", "/home/me/.pulumi");
  expect(hasOwnBackend()).toBe(true);
  const environment = prepareEngineEnvironment(tools);
  expect(environment).toMatchObject({
    ...ours,
    PULUMI_BACKEND_URL: "s3://states",
    PULUMI_HOME: "/home/me/.pulumi",
    PATH: [
      ...["pulumi", "pulumi-resource-kubernetes", "pulumi-language-nodejs"].map((name) => join(folder, "tools", name)),
      "/usr/bin",
    ].join(":"),
  });
  expect(environment.PULUMI_CONFIG_PASSPHRASE).toBeUndefined();
  expect(readdirSync(folder)).toEqual(["tools"]);
});

it("removes the automatic logs of earlier runs, and once only", () => {
  const logs = join(folder, "pulumi-istio", "pulumi", "logs");
  mkdirSync(logs, { recursive: true });
  writeFileSync(join(logs, "old.log"), "");
  prepareEngineEnvironment(tools);
  const { mtimeMs } = statSync(logs);
  prepareEngineEnvironment(tools);
  expect(statSync(logs).isFile()).toBe(true);
  expect(statSync(logs).mtimeMs).toBe(mtimeMs);
});

it("lets Go collect less garbage, unless the user says how much", () => {
  vi.stubEnv("GOGC", undefined);
  expect(prepareEngineEnvironment(tools).GOGC).toBe("400");
  vi.stubEnv("GOGC", "50");
  expect(prepareEngineEnvironment(tools).GOGC).toBe("50");
});

it("downloads no plugins, unless the stack needs others than ours or the user says so", () => {
  const read = (downloadsPlugins?: boolean) =>
    prepareEngineEnvironment(tools, downloadsPlugins).PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION;
  expect([read(), read(true)]).toEqual(["true", "false"]);
  vi.stubEnv("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true");
  expect(read(true)).toBe("true");
});

describe("a released CLI", () => {
  it("has a home of its own, without our stand-ins, downloads its plugins, and finds what lies beside it", () => {
    const home = join(folder, "pulumi-istio", "pulumi-released");
    const environment = prepareEngineEnvironment({ pulumi: "/cache/bin/pulumi" });
    expect(environment).toMatchObject({
      MARK: "kept",
      PATH: "/cache/bin:/usr/bin",
      PULUMI_BACKEND_URL: `file://${localBackend()}`,
      PULUMI_HOME: home,
      PULUMI_CONFIG_PASSPHRASE: "",
    });
    expect(environment).not.toHaveProperty("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION");
    expect(readdirSync(home)).toEqual(["logs"]);
    expect(statSync(join(home, "logs")).isFile()).toBe(true);
    expect(existsSync(localBackend())).toBe(true);
  });

  it("leaves PATH as it is where it was found there, and plugins to what the user says", () => {
    vi.stubEnv("PATH", "/home/me/node:/usr/bin");
    vi.stubEnv("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true");
    expect(prepareEngineEnvironment({ pulumi: "/usr/bin/pulumi" })).toMatchObject({
      PATH: "/home/me/node:/usr/bin",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  });

  it("has the user's own home with a backend of theirs", () => {
    vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
    vi.stubEnv("PULUMI_HOME", "/home/me/.pulumi");
    expect(prepareEngineEnvironment({ pulumi: "/cache/bin/pulumi" })).toMatchObject({
      PULUMI_BACKEND_URL: "s3://states",
      PULUMI_HOME: "/home/me/.pulumi",
      PATH: "/cache/bin:/usr/bin",
    });
    expect(readdirSync(folder)).toEqual(["tools"]);
  });
});

it("takes an empty variable for none", () => {
  vi.stubEnv("PULUMI_BACKEND_URL", "");
  expect(hasOwnBackend()).toBe(false);
});
