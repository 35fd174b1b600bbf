#!/usr/bin/env node
// A stand-in for Pulumi's language host, for local runs only: people with the real Pulumi CLI have the real one beside it.
// It serves the LanguageRuntime service (sdk/proto/pulumi/language.proto in Pulumi's repository) and runs each program in
// the runner of the program's own SDK, which knows how to load programs and report their errors; policy packs in the one
// of theirs. Other plugins and code generation are left out; gRPC answers "unimplemented" for them.
"use strict";
const { spawn } = require("node:child_process");
const { realpathSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

// The engine starts a language host in the program's folder.
const fromProgram = createRequire(join(process.cwd(), "program.js"));
const fromSdk = createRequire(fromProgram.resolve("@pulumi/pulumi"));
const grpc = fromSdk("@grpc/grpc-js");
const language = fromSdk("./proto/language_pb");
const { PluginInfo } = fromSdk("./proto/plugin_pb");
const { Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb");
const { LanguageRuntimeService } = fromSdk("./proto/language_grpc_pb");

/** The runner's exit code for "failed, and the engine has been told why". */
const alreadyReported = 32;

const engineAddress = process.argv.at(-1);

function run({ request }, answer) {
  const info = request.getInfo();
  // Of a package that is linked into the project, as pnpm does, the SDK is beside where it really is.
  const folder = realpathSync(info.getProgramDirectory());
  const runner = createRequire(join(folder, "program.js")).resolve("@pulumi/pulumi/cmd/run");
  const options = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    "root-directory": info.getRootDirectory(),
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const flags = Object.entries(options).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
  if (request.getDryrun()) flags.push("--dry-run");
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  const args = [runner, ...flags, info.getEntryPoint(), ...request.getArgsList()];
  const program = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"], env });
  program.on("error", (error) => answer(error));
  program.on("close", (code, signal) => {
    const response = new language.RunResponse();
    if (code === alreadyReported) response.setBail(true);
    else if (code !== 0) response.setError(`the program ended with ${signal ?? `exit code ${code}`}`);
    answer(null, response);
  });
}

/** A plugin runs until the engine has no more questions, so what it prints is handed on as it comes: first of all its port. */
function runPlugin(call) {
  const { request } = call;
  if (request.getKind() !== "analyzer") {
    const details = `this stand-in runs policy packs, and no plugins of kind ${request.getKind()}`;
    call.emit("error", { code: grpc.status.UNIMPLEMENTED, details });
    return;
  }
  const answer = (set, value) => {
    const response = new language.RunPluginResponse();
    response[set](value);
    call.write(response);
  };
  const end = (code) => {
    answer("setExitcode", code);
    call.end();
  };
  const folder = request.getInfo().getProgramDirectory();
  let runner;
  try {
    runner = createRequire(join(folder, "program.js")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  } catch (error) {
    // By these words the engine knows that nobody has installed the pack's packages, and says so.
    answer("setStderr", Buffer.from(`${error.message}\n`));
    return end(1);
  }
  const env = Object.fromEntries(request.getEnvList().map((line) => line.split(/=(.*)/s, 2)));
  // A pack takes its version from the package.json of the folder that it runs in.
  const options = { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] };
  const pack = spawn(process.execPath, [runner, ...request.getArgsList(), folder], options);
  pack.stdout.on("data", (bytes) => answer("setStdout", bytes));
  pack.stderr.on("data", (bytes) => answer("setStderr", bytes));
  pack.on("error", (error) => call.emit("error", { code: grpc.status.INTERNAL, details: error.message }));
  pack.on("close", (code) => end(code ?? 1));
  call.on("cancelled", () => pack.kill());
}

function about(_call, answer) {
  const response = new language.AboutResponse();
  response.setExecutable(process.execPath);
  response.setVersion(process.version);
  answer(null, response);
}

function pluginInfo(_call, answer) {
  const response = new PluginInfo();
  response.setVersion("1.0.0");
  answer(null, response);
}

const empty = (Response) => (_call, answer) => answer(null, new Response());

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  run,
  runPlugin,
  about,
  getPluginInfo: pluginInfo,
  // No lists of plugins: the program's own resources name theirs, and those are on PATH.
  getRequiredPlugins: empty(language.GetRequiredPluginsResponse),
  getRequiredPackages: empty(language.GetRequiredPackagesResponse),
  getProgramDependencies: empty(language.GetProgramDependenciesResponse),
  runtimeOptionsPrompts: empty(language.RuntimeOptionsResponse),
  installDependencies: (call) => call.end(),
  cancel: empty(Empty),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
