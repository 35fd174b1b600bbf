import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { cac } from "cac";
import pc from "picocolors";
import { standardInput } from "./analysis-files.js";
import type { AnalyzeOptions } from "./analyze.js";
import type { ConsoleOptions } from "./console.js";
import type { DiffOptions } from "./diff.js";
import type { LocalOptions } from "./local.js";
import type { InitOptions } from "./init.js";
import { cacheFolder } from "../folders.js";
import { endWork } from "../local/interrupt.js";
import type { SchemaOptions } from "./schema.js";
import type { SimulateOptions } from "./simulate.js";
import type { StatusOptions } from "./status.js";
import type { TestOptions } from "./test.js";
import type { ToolsOptions } from "./tools.js";
import type { VerbOptions } from "./verb.js";

// Each verb loads its own module when it runs, and Node keeps what it compiles of it: all of them together take a second.
enableCompileCache(join(cacheFolder(), "compiled"));

const cli = cac("mesh");

cli
  .command(
    "start",
    "Start the mesh and a sample application on a local cluster, or on a context's cluster, and print a report",
  )
  .action(async (options: VerbOptions) => (await import("./start.js")).start(options));
for (const verb of ["up", "preview", "destroy"] as const) {
  cli
    .command(`${verb} [...args]`, `Run pulumi ${verb} on a stack; arguments after -- go to the Pulumi CLI`)
    .action(async (words: string[], options: VerbOptions) => {
      refuseWords(verb, words);
      const { runVerb } = await import("./verb.js");
      return runVerb(verb, { ...options, args: afterDashes() });
    });
}
cli
  .command("forget", "Give up the state of a stack whose cluster is gone")
  .action(async (options: { stack: string; yes?: boolean }) => (await import("./verb.js")).forget(options));
cli
  .command("schema [of]", "Print the JSON Schema of policy documents, or of tests: mesh schema tests")
  .option("-o, --output <file>", "Write to this file instead of standard output")
  .action(async (of: string | undefined, options: SchemaOptions) => (await import("./schema.js")).schema(options, of));
cli
  .command("analyze [...paths]", "Check files, folders or standard input (-): policy documents and Kubernetes objects")
  .option("-s, --stack <stack>", "A stack: its file, policies and applications, as preview reads them")
  .option("--mesh-config <file>", "The mesh configuration, or a ConfigMap that has it")
  .option("--mesh-networks <file>", "The mesh networks, or a ConfigMap that has them")
  .option("--definitions <path>", "Files or folders of CustomResourceDefinitions, such as Istio's base chart has")
  .option("--other-cluster <path>", "Files or folders of another cluster of the mesh; repeat it for each cluster")
  .option("--namespace <namespace>", "Namespace of objects that name none (default: default)")
  .option("--format <format>", "text, json, sarif or github (default: text)")
  .option("--fail-on <level>", "Minimum level that causes exit code 1: error, warning, info, or never (default: error)")
  .option("--explain <code>", "Explain a code, and do nothing else")
  .action(async (paths: string[], options: AnalyzeOptions) =>
    (await import("./analyze.js")).runAnalyze(paths, options),
  );
cli
  .command("simulate [...paths]", "What comes of a request, by a stack or by files and folders, without a cluster")
  .option("-s, --stack <stack>", "A stack: its file, policies and applications, as preview reads them")
  .option("--from <caller>", "<namespace>/<workload>, plain[/<namespace>], or outside[:<namespace>/<gateway>]")
  .option("--to <url>", "What is called, as in http://reviews/api")
  .option("--method <method>", "Method of HTTP (default: GET)")
  .option("--header <name=value>", "A header; repeat it for each")
  .option("--claim <name=value>", "A claim of a valid token, iss among them; repeat it for each")
  .option("--sni <host>", "Server name of the client's own TLS (default: the host of --to)")
  .option("--address <address>", "Address of a client outside, as the gateway sees it")
  .option("--mesh-config <file>", "The mesh configuration, or a ConfigMap that has it")
  .option("--format <format>", "text or json (default: text)")
  .action(async (paths: string[], options: SimulateOptions) =>
    (await import("./simulate.js")).runSimulate(paths, options),
  );
cli
  .command("diff", "What a change does to requests: who is newly denied, which routes and timeouts change")
  .option(
    "--against <version>",
    "A commit of git, the folder of another checkout, or deployed: what the last run left (default: HEAD)",
  )
  .option("--format <format>", "text, json or markdown (default: text)")
  .option("--fail-on <kinds>", "Kinds of changes, by comma, that cause exit code 1, as newly-denied; or any")
  .action(async (options: DiffOptions) => (await import("./diff.js")).runDiff(options));
cli
  .command("test", "Run the tests of a stack, stacks/<stack>/tests/*.yaml, without a cluster")
  .option("--format <format>", "text, junit or github (default: text)")
  .option("--mutate", "Change each policy in small ways, and list the changes that no test notices")
  .option("--write", "Write tests for what the stack does now; existing files stay as they are")
  .action(async (options: TestOptions) => (await import("./test.js")).runTestVerb(options));
cli
  .command("status", "Report what runs now: control planes, gateways, sidecars, proxies, webhooks, changed policies")
  .option("--kubeconfig <file>", "Ask the cluster of this file, and not the stack's")
  .option("--format <format>", "text or json (default: text)")
  .option("--watch", "Report again every few seconds, until Ctrl-C")
  .action(async (options: StatusOptions) => (await import("./status.js")).runStatus(options));
cli
  .command("init", "Start a project in this folder: Pulumi.yaml, a stack `dev`, and a first policy document")
  .option("--name <name>", "Name of the project (default: the folder's)")
  .action(async (options: InitOptions) => (await import("./init.js")).init(options));
cli
  .command("console", "Serve a page on this machine that shows a stack and changes its policies")
  .option("--port <port>", "Port on 127.0.0.1 (default: one that is free)")
  .option("--read-only", "Only show and preview")
  .option("--write <what>", "files: only write them, for a pull request; apply: bring them up too (default: apply)")
  .action(async (options: ConsoleOptions) => (await import("./console.js")).runConsole(options));
cli
  .command("tools", "Get the tools that local runs need")
  .option("--tests", "Also get what only the tests need")
  .action(async (options: ToolsOptions) => (await import("./tools.js")).tools(options));
cli
  .command(
    "local <verb> [...args]",
    "One-node cluster: up, down, status, logs, kubeconfig, kubectl -- …, load-image FILE",
  )
  .action((verb: string, args: string[], options: LocalOptions) => runLocal(verb, args, options));
for (const command of cli.commands) {
  if (command.name === "local") command.option("--name <name>", "The cluster's name", { default: "dev" });
  else if (["start", "up", "preview", "destroy", "status"].includes(command.name)) {
    command.option("-s, --stack <stack>", "The stack (default: dev; with a context: sample, if it exists)");
    command.option("--context <name>", "The kubeconfig's context to use (default: the environment's MESH_CONTEXT)");
  } else if (command.name === "forget") command.option("-s, --stack <stack>", "The stack", { default: "sample" });
  else if (!["tools", "schema", "analyze", "simulate", "init"].includes(command.name))
    command.option("-s, --stack <stack>", "The stack", { default: "dev" });
  if (["up", "destroy", "forget"].includes(command.name)) command.option("-y, --yes", "Go ahead without asking");
}
cli.help();

async function runLocal(verb: string, args: readonly string[], options: LocalOptions): Promise<number | void> {
  const local = await import("./local.js");
  switch (verb) {
    case "up":
      return local.localUp(options);
    case "down":
      return local.localDown(options);
    case "status":
      return local.localStatus(options);
    case "logs":
      return local.localLogs(args[0], options);
    case "kubeconfig":
      return local.localKubeconfig(options);
    case "kubectl":
      return local.localKubectl(afterDashes(), options);
    case "load-image":
      if (args[0] === undefined) throw new Error("name the image's archive: mesh local load-image FILE");
      return local.localLoadImage(args[0], options);
    default:
      throw new Error(
        `mesh local has no verb "${verb}"; it has up, down, status, logs, kubeconfig, kubectl, load-image`,
      );
  }
}

/** A stack's name as a plain word would be passed over, and another stack be acted on. */
function refuseWords(verb: string, words: readonly string[]): void {
  const ours = words.filter((word) => !afterDashes().includes(String(word)));
  if (ours.length === 0) return;
  throw new Error(
    `mesh ${verb} takes no word "${ours.join(" ")}"; name a stack by -s, and put arguments of the Pulumi CLI after --`,
  );
}

/** What stands after `--`: not ours to interpret. */
function afterDashes(): string[] {
  const dashes = process.argv.indexOf("--");
  return dashes === -1 ? [] : process.argv.slice(dashes + 1);
}

/** The parser takes a lone `-` for an option without a name, and an empty argument, as of a variable that is not set, for 0. */
function readArguments(): string[] {
  const dashes = process.argv.indexOf("--");
  const ours = dashes === -1 ? process.argv : process.argv.slice(0, dashes);
  const before = ours[ours.indexOf("") - 1];
  if (before !== undefined) throw new Error(`the argument after ${before} is empty`);
  return process.argv.map((argument) => (argument === "-" ? standardInput.path : argument));
}

/** Options that may be given several times, and those whose values are numbers. */
const [repeatable, numeric] = [["definitions", "otherCluster", "header", "claim"], ["port"]];

/**
 * The parser makes numbers of texts that look like some, of 007 the 7, which may be the name of another context. Of an option that is
 * there twice it makes a list, or passes one over, as of `-s dev --stack prod`.
 */
function readTexts(options: Record<string, unknown>, given: readonly string[]): void {
  for (const { name, names, rawName, isBoolean } of cli.matchedCommand?.options ?? []) {
    if (isBoolean === true) continue;
    const words: readonly string[] = rawName.match(/(?<!\S)--?[a-z-]+/g) ?? [];
    const values = given.flatMap((word, at) => {
      if (words.includes(word)) return given[at + 1] ?? "";
      const [before = "", ...value] = word.split("=");
      return words.includes(before) ? value.join("=") : [];
    });
    if (values.length > 1 && !repeatable.includes(name)) {
      throw new Error(`${words.at(-1) ?? name} is given ${values.length} times; give it once`);
    }
    if (typeof options[name] !== "number" || numeric.includes(name)) continue;
    for (const key of names) options[key] = values[0];
  }
}

async function main(): Promise<number> {
  const given = readArguments();
  const { args } = cli.parse(given, { run: false });
  const dashes = given.indexOf("--");
  readTexts(cli.options, dashes === -1 ? given : given.slice(0, dashes));
  if (cli.matchedCommand === undefined) {
    if (cli.options.help !== undefined) return 0;
    cli.outputHelp();
    if (args.length > 0) throw new Error(`there is no verb "${args[0] ?? ""}"`);
    return 2;
  }
  const code: unknown = await cli.runMatchedCommand();
  return typeof code === "number" ? code : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`${pc.red("error:")} ${error instanceof Error ? error.message : String(error)}`);
  // 1 would say that there are findings.
  process.exitCode = ["analyze", "diff", "simulate", "status", "test"].includes(process.argv[2] ?? "") ? 2 : 1;
  await endWork(process.exitCode);
}
