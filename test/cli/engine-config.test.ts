// Files in a folder of its own, and salts that say their passphrase. Does not prove what real salts are of, which encryption-salt.test.ts
// does, nor what the Pulumi CLI does with them: the end-to-end tests run it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { emptyPassphraseSalt } from "../../src/cli/encryption-salt.js";
import { addSalt, prepareEngineConfig, wantsSalt } from "../../src/cli/engine-config.js";
import { placeState } from "../../src/cli/engine-state.js";

vi.mock("../../src/cli/encryption-salt.js", () => ({
  emptyPassphraseSalt: "v1:of--known",
  fitsSalt: (salt: string, passphrase: string) => Promise.resolve(salt.split("-")[1] === passphrase),
}));

const makeSalt = (passphrase: string, more = "") => `v1:of-${passphrase}-${more}`;
const config = 'config:\n  pulumi-istio:cluster: { kind: "existing" } # ours\n';
const salts = { secret: makeSalt("secret"), other: makeSalt("other"), empty: makeSalt("") };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-config-"));
  mkdirSync(join(folder, "stacks"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  for (const name of ["BACKEND_URL", "CONFIG_PASSPHRASE", "CONFIG_PASSPHRASE_FILE"]) {
    vi.stubEnv(`PULUMI_${name}`, undefined);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const source = () => join(folder, "stacks", "Pulumi.mine.yaml");
const prepare = () => prepareEngineConfig({ stack: "mine", project: folder });

function putState(salt: string): void {
  const file = placeState({ stack: "mine" });
  mkdirSync(join(file, ".."), { recursive: true });
  const latest = { secrets_providers: { type: "passphrase", state: { salt } } };
  writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { latest } }));
}

/** The passphrase that is chosen, and the salt in the copy; the stack's file stays as it is. */
async function prepared(text: string): Promise<[string | undefined, unknown]> {
  writeFileSync(source(), text);
  const made = await prepare();
  expect(readFileSync(source(), "utf8")).toBe(text);
  const copy = readFileSync(made?.file ?? "", "utf8");
  const { encryptionsalt, ...rest } = parse(copy) as Record<string, unknown>;
  expect(rest).toEqual(parse(config));
  return [made?.passphrase, encryptionsalt];
}

const withSalt = (salt: string) => `${config}encryptionsalt: ${salt}\n`;

describe("with our own backend the engine reads a copy", () => {
  it("beside a Pulumi.yaml that has no more than the project's name", async () => {
    writeFileSync(source(), config);
    const own = join(folder, "pulumi-istio", "config", "pulumi-istio");
    expect(await prepare()).toEqual({ folder: own, file: join(own, "Pulumi.mine.yaml"), passphrase: "" });
    expect(parse(readFileSync(join(own, "Pulumi.yaml"), "utf8"))).toEqual({ name: "pulumi-istio", runtime: "nodejs" });
    expect(readFileSync(join(own, "Pulumi.mine.yaml"), "utf8")).toBe(
      `encryptionsalt: ${emptyPassphraseSalt}\n${config}`,
    );
  });

  it.each<[string, string | undefined, string, string | undefined, [string, string | undefined]]>([
    ["nothing is known yet", undefined, config, undefined, ["", emptyPassphraseSalt]],
    [
      "a passphrase is given for a new stack, whose salt the engine makes",
      "secret",
      config,
      undefined,
      ["secret", undefined],
    ],
    ["the state has a salt", undefined, config, salts.empty, ["", salts.empty]],
    ["the state has one of the passphrase that is given", "secret", config, salts.secret, ["secret", salts.secret]],
    ["the file has one", "secret", withSalt(salts.secret), undefined, ["secret", salts.secret]],
    [
      "both have one of the same passphrase",
      "secret",
      withSalt(salts.secret),
      makeSalt("secret"),
      ["secret", salts.secret],
    ],
    ["the passphrase is another project's", "other", config, emptyPassphraseSalt, ["", emptyPassphraseSalt]],
    [
      "the passphrase is another project's, and the file has a salt",
      "other",
      withSalt(salts.empty),
      salts.empty,
      ["", salts.empty],
    ],
  ])("where %s", async (...row) => {
    const [, given, text, inState, expected] = row;
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", given);
    if (inState !== undefined) putState(inState);
    expect(await prepared(text)).toEqual(expected);
  });

  it("with a passphrase from a file, whose end of line is not a part of it", async () => {
    const file = join(folder, "passphrase");
    writeFileSync(file, "secret\n");
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", file);
    putState(salts.secret);
    expect(await prepared(config)).toEqual(["secret", salts.secret]);
  });
});

describe("one error says which passphrase is wanted", () => {
  const rest = "set PULUMI_CONFIG_PASSPHRASE to its passphrase, or, if that is lost";
  const ofState = () => `the state of stack mine (${placeState({ stack: "mine" })})`;
  const forget = "where its cluster is gone, mesh forget -s mine --yes";

  it.each<[string, string | undefined, string, string | undefined, () => string]>([
    [
      "of the file",
      "other",
      withSalt(salts.secret),
      undefined,
      () =>
        `stacks/Pulumi.mine.yaml: encryptionsalt is of another passphrase than PULUMI_CONFIG_PASSPHRASE gives; ${rest}: remove that line, since the file has no encrypted values`,
    ],
    [
      "of a file with encrypted values, where none is given",
      undefined,
      `${withSalt(salts.secret).replace("config:", "config:\n  pulumi-istio:token: { secure: x }")}`,
      undefined,
      () =>
        `stacks/Pulumi.mine.yaml: encryptionsalt needs a passphrase, and none is given; ${rest}: set the file's encrypted values (secure:) anew, without that line`,
    ],
    [
      "of the state",
      "other",
      config,
      salts.secret,
      () => `${ofState()} is of another passphrase than PULUMI_CONFIG_PASSPHRASE gives; ${rest}: ${forget}`,
    ],
    [
      "of the state, where none is given",
      undefined,
      config,
      salts.secret,
      () => `${ofState()} needs a passphrase, and none is given; ${rest}: ${forget}`,
    ],
    [
      "of the state, where that of the file is given",
      "secret",
      withSalt(salts.secret),
      salts.other,
      () => `${ofState()} is of another passphrase than PULUMI_CONFIG_PASSPHRASE gives; ${rest}: ${forget}`,
    ],
  ])("%s", async (...row) => {
    const [, given, text, inState, message] = row;
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", given);
    if (inState !== undefined) putState(inState);
    writeFileSync(source(), text);
    await expect(prepare()).rejects.toThrow(new Error(message()));
    expect(readFileSync(source(), "utf8")).toBe(text);
  });

  it("names the file that it should be in", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", "/nowhere/passphrase");
    await expect(prepare()).rejects.toThrow(
      "PULUMI_CONFIG_PASSPHRASE_FILE is /nowhere/passphrase, which cannot be read: ENOENT",
    );
  });
});

describe("with another backend the file is the user's", () => {
  beforeEach(() => void vi.stubEnv("PULUMI_BACKEND_URL", "s3://states"));

  it.each<[string, string | undefined, string]>([
    ["without a salt", undefined, config],
    ["with one of the passphrase that is given", "secret", withSalt(salts.secret)],
  ])("%s", async (_what, given, text) => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", given);
    writeFileSync(source(), text);
    expect(await prepare()).toBeUndefined();
  });

  it("whose salt of no passphrase does not open it for another one", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "secret");
    writeFileSync(source(), withSalt(emptyPassphraseSalt));
    await expect(prepare()).rejects.toThrow(
      /^stacks\/Pulumi\.mine\.yaml: encryptionsalt is of another passphrase than PULUMI_CONFIG_PASSPHRASE gives; /,
    );
  });

  it.each([
    [true, undefined],
    [false, "stacks/Pulumi.mine.yaml: encryptionsalt needs a passphrase, and none is given; "],
  ])("is asked for on a terminal alone: %s", async (isTerminal, message) => {
    for (const stream of [process.stdin, process.stdout]) {
      const given = Object.getOwnPropertyDescriptor(stream, "isTTY");
      Object.defineProperty(stream, "isTTY", { value: isTerminal, configurable: true });
      cleanups.push(() => {
        if (given === undefined) delete (stream as { isTTY?: boolean }).isTTY;
        else Object.defineProperty(stream, "isTTY", given);
      });
    }
    writeFileSync(source(), withSalt(salts.secret));
    if (message === undefined) expect(await prepare()).toBeUndefined();
    else await expect(prepare()).rejects.toThrow(message);
  });

  const cleanups: (() => void)[] = [];
  afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()));
});

describe("a salt in a stack's file", () => {
  it.each([
    ["a: 1\n", "encryptionsalt: S\na: 1\n"],
    ["# about\n\na: 010 # as it is\n", "# about\n\nencryptionsalt: S\na: 010 # as it is\n"],
    ["---\n  a: 1\n  b: 2\n", "---\n  encryptionsalt: S\n  a: 1\n  b: 2\n"],
    ['{ "a": 1 }\n', '{ encryptionsalt: S,  "a": 1 }\n'],
    ["", "\nencryptionsalt: S\n"],
    ["# nothing\n", "# nothing\n\nencryptionsalt: S\n"],
  ])("stands in %j as in %j", (text, expected) => {
    expect(addSalt(text, "S")).toBe(expected);
    expect(parse(expected)).toEqual({ ...(parse(text) as object | null), encryptionsalt: "S" });
  });

  it.each<[string, boolean]>([
    [config, true],
    [`${config}secretsprovider: passphrase\n`, true],
    [`${config}secretsprovider: default\n`, true],
    [`${config}secretsprovider: awskms://alias/mesh\nencryptedkey: a2V5\n`, false],
    [withSalt("S"), false],
  ])("is wanted in %j: %s", (text, expected) => {
    expect(wantsSalt(text)).toBe(expected);
  });
});
