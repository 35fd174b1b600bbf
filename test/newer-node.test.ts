// Does not prove: what npm's packages hold, and that an old Node can read src/newer-node.mjs. A fake npm stands for npm, a script
// for the binary, and a Node that says it is older for the old one.
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fake, lock, makeProject, type Project } from "./bootstrap-project.js";
import { eventually } from "./local/process.js";

/** Platform -> package and release, as src/newer-node.mjs pins them. */
const pinned = Object.fromEntries(
  [...readFileSync("src/newer-node.mjs", "utf8").matchAll(/^ {2}"(\w+-\w+)": \["(.+)", "(.+)"\],$/gm)].map(
    ([, platform = "", name = "", release = ""]) => [platform, { name, release }],
  ),
);
const { name: npmPackage, release: version } = pinned[`${process.platform}-${process.arch}`] ?? {
  name: "",
  release: "",
};
const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
const oldest = engines.node.replace(">=", "");
const said = `this is Node 20.20.2, and pulumi-istio needs ${oldest} or later: going on with Node ${version} of the npm package ${npmPackage}\n`;

let project: Project;
let old: NodeJS.ProcessEnv;

const tools = () => join(project.folder, "cache/pulumi-istio/tools");
const binary = () => join(tools(), `${npmPackage}-${version}/bin/node`);
const link = () => join(project.folder, "node_modules/.bin/node");

/** What `npm install` of Node's package leaves: a script that runs the tests' Node, which then says its true version. */
const node = (asVersion: string) => `#!/bin/sh
[ "$1" = --version ] && echo v${asVersion} && exit
unset NODE_OPTIONS
exec ${process.execPath} "$@"
`;

/** An npm that installs such a binary, in whatever folder it is told to. */
const installing = (binaryText: string, more = "") =>
  `#!${process.execPath}${fake(
    "npm",
    `
    if (process.argv[2] === "ci") fs.rmSync("node_modules/.bin", { recursive: true, force: true });
    else {
      const bin = process.argv[process.argv.indexOf("--prefix") + 1] + "/node_modules/${npmPackage}/bin";
      fs.mkdirSync(bin, { recursive: true });
      fs.writeFileSync(bin + "/node", ${JSON.stringify(binaryText)}, { mode: 0o755 });
      ${more}
    }`,
  )}`;

beforeEach(() => {
  project = makeProject();
  project.put(
    "old.cjs",
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });`,
  );
  old = {
    NODE_OPTIONS: `--require ${join(project.folder, "old.cjs")}`,
    XDG_CACHE_HOME: join(project.folder, "cache"),
  };
  project.putScript("bin/npm", installing(node(version)));
  // What is compiled is another test's.
  mkdirSync(join(project.folder, "dist"), { recursive: true });
  writeFileSync(join(project.folder, "dist/.built"), "");
});

afterEach(() => project.remove());

/** The fakes' calls, without the folder and the flags of an installation. */
const takeCalls = () => project.takeCalls().map((call) => call.replace(/ install .* /, " install "));
const installed = `npm install ${npmPackage}@${version}`;

test("every pinned release is one that package.json allows", () => {
  const rank = (release: string) => {
    const [major = 0, minor = 0] = release.split(".").map(Number);
    return 1000 * major + minor;
  };
  expect(Object.keys(pinned)).toEqual(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]);
  for (const { release } of Object.values(pinned)) expect(rank(release)).toBeGreaterThanOrEqual(rank(oldest));
});

test("a Node that is new enough goes on itself", async () => {
  const { ended, output } = project.bootstrap(["start"], { ...old, NODE_OPTIONS: "" });
  expect(await ended).toBe(0);
  expect(output()).toBe("");
  expect(takeCalls()).toEqual(["mesh start"]);
  expect(readdirSync(join(project.folder, "node_modules"))).not.toContain(".bin");
});

test("an old one installs a newer one, says so, and goes on with it; the second time it is there", async () => {
  project.put("dist/cli/main.js", fake("mesh", "console.log(process.versions.node, process.env.PATH);"));
  writeFileSync(join(project.folder, "dist/.built"), "");
  const first = project.bootstrap(["start", "-s", "dev"], old);
  expect(await first.ended).toBe(0);
  expect(first.output().startsWith(`${said}${process.versions.node} ${join(binary(), "..")}:`)).toBe(true);
  expect(takeCalls()).toEqual([installed, "mesh start -s dev"]);
  expect(readdirSync(tools())).toEqual([`${npmPackage}-${version}`]);
  const second = project.bootstrap(["start"], old);
  expect(await second.ended).toBe(0);
  expect(second.output().startsWith(`${said}${process.versions.node} `)).toBe(true);
  expect(takeCalls()).toEqual(["mesh start"]);
});

test("npm's scripts and npx find it, after packages are installed too", async () => {
  project.put("package-lock.json", lock("2"));
  const { ended } = project.bootstrap(["start"], old);
  expect(await ended).toBe(0);
  expect(takeCalls().slice(0, 2)).toEqual([installed, "npm ci --ignore-scripts"]);
  expect(readlinkSync(link())).toBe(binary());
});

test("packages that are installed on the linked Node leave it linked", async () => {
  project.put("package-lock.json", lock("2"));
  mkdirSync(join(link(), ".."), { recursive: true });
  symlinkSync(process.execPath, link());
  const { ended } = project.bootstrap(["start"], { ...old, NODE_OPTIONS: "" });
  expect(await ended).toBe(0);
  expect(readlinkSync(link())).toBe(process.execPath);
});

test("an empty XDG_CACHE_HOME is none", async () => {
  const { ended } = project.bootstrap(["start"], { ...old, XDG_CACHE_HOME: "", HOME: join(project.folder, "home") });
  expect(await ended).toBe(0);
  const cache = join(project.folder, "home/.cache/pulumi-istio/tools");
  expect(readdirSync(cache)).toEqual([`${npmPackage}-${version}`]);
});

test("its exit code is that of the newer Node's run", async () => {
  expect(await project.bootstrap(["start"], { ...old, FAIL: "mesh start" }).ended).toBe(3);
});

const advice = `Install Node ${oldest} or later yourself, put it on PATH, and try again.\n`;
const failed = `${said}error: the npm package ${npmPackage}@${version} could not be installed: `;

test.each([
  [
    "no registry",
    `#!/bin/sh\necho "npm error code ENOTFOUND" >&2\necho "npm error no such host" >&2\nexit 7\n`,
    "npm ended with exit code 7\n  npm error code ENOTFOUND\n  npm error no such host\n",
  ],
  ["another version", installing(node("1.2.3")), "its Node is v1.2.3\n"],
  ["a binary that does not start", installing("#!/no/such/loader\n"), /^its Node does not run here: .*ENOENT\n$/],
])("%s is one error, and leaves nothing", async (_what, npm, reason) => {
  project.putScript("bin/npm", npm);
  const { ended, output } = project.bootstrap(["start"], old);
  expect(await ended).toBe(1);
  const text = output();
  expect([text.slice(0, failed.length), text.slice(-advice.length)]).toEqual([failed, advice]);
  const given = text.slice(failed.length, -advice.length);
  if (typeof reason === "string") expect(given).toBe(reason);
  else expect(given).toMatch(reason);
  expect(readdirSync(tools())).toEqual([]);
});

test("a platform without a package is one error", async () => {
  project.put(
    "old.cjs",
    `${readFileSync(join(project.folder, "old.cjs"), "utf8")}
    Object.defineProperty(process, "arch", { value: "riscv64" });`,
  );
  const { ended, output } = project.bootstrap(["start"], old);
  expect(await ended).toBe(1);
  expect(output()).toBe(
    `error: this is Node 20.20.2, and pulumi-istio needs ${oldest} or later; ` +
      `npm has no package of it for ${process.platform}-riscv64\n${advice}`,
  );
});

test("two at once both go on", async () => {
  // Each waits for the other's call, so that both install.
  const waiting = 'while (fs.readFileSync(process.env.CALLS, "utf8").split("npm install").length < 3);';
  project.putScript("bin/npm", installing(node(version), waiting));
  const runs = [project.bootstrap(["start"], old), project.bootstrap(["start"], old)];
  expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0]);
  expect(takeCalls().sort()).toEqual(["mesh start", "mesh start", installed, installed]);
  expect(readdirSync(tools())).toEqual([`${npmPackage}-${version}`]);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s while it installs leaves nothing, and nothing runs", async (signal) => {
  project.putScript("bin/npm", installing(node(version), "setInterval(() => {}, 1000);"));
  const { child, ended } = project.bootstrap(["start"], old);
  const calls = join(project.folder, "calls");
  await eventually("npm runs", () => readdirSync(project.folder).includes("calls") && readFileSync(calls).length > 0);
  child.kill(signal);
  expect(await ended).toBe(130);
  expect(readdirSync(tools())).toEqual([]);
  expect(takeCalls()).toEqual([installed]);
});
