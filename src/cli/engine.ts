import { join } from "node:path";
import { formatFinding, type Finding } from "../findings/finding.js";
import { adoptObjects } from "./adopt-objects.js";
import { prepareEngineConfig } from "./engine-config.js";
import { explainErrors } from "./engine-errors.js";
import {
  logFolder,
  runPulumi,
  sayBeside,
  spawnPulumi,
  type EngineResult,
  type EngineStack,
  type EngineWatch,
  type ReadyStack,
} from "./engine-run.js";
import { clearDeadLocks, hasPendingOperations, hasState, readObjects, readOutputs } from "./engine-state.js";
import { takeBackFields, type TakenBack } from "./foreign-changes.js";
import { endLeftProcesses } from "./left-processes.js";
import { showFindingsAfter } from "./run-findings.js";
import { forgetUnnotedObjects, noteUnnotedObjects } from "./unnoted-objects.js";
import { withStack } from "./stack-holder.js";
import { formatStall } from "./stalled-workloads.js";

/** What the engine does with a stack. */
export type EngineVerb = "up" | "preview" | "destroy" | "refresh";

/**
 * Runs the real Pulumi CLI on a stack, on this terminal or for who watches it. Whoever watches it is told of the findings by the engine; a
 * person gets each one once, at the end. What an earlier run left when it was killed is put right first:
 * its processes, its lock, and operations that it began and never ended.
 * @throws where somebody else runs the stack, who it is
 */
export async function runEngine(
  given: EngineStack,
  verb: EngineVerb,
  args: readonly string[],
  watch?: EngineWatch,
): Promise<EngineResult> {
  const run = (target: EngineStack) => () => runMended(target, verb, args, watch);
  const change = (work: () => Promise<EngineResult>) => (verb === "preview" ? work() : withStack(given, work));
  if (watch !== undefined) return change(run(given));
  const findings = join(logFolder(), `${given.stack}-${verb}-${process.pid}.findings.json`);
  return showFindingsAfter(findings, () => change(run({ ...given, findings })));
}

/** Reads the stack's state from the cluster. */
const refresh = ["refresh", "--yes", "--skip-preview"];

async function runMended(
  given: EngineStack,
  verb: EngineVerb,
  args: readonly string[],
  watch?: EngineWatch,
): Promise<EngineResult> {
  const target = await prepareStack(given);
  const wasKilled = verb !== "preview" && hasPendingOperations(target);
  const unnoted = verb === "preview" ? [] : noteUnnotedObjects(target);
  if (wasKilled) {
    console.error(
      `stack ${target.stack}: an earlier run was killed in the middle; reading what it left in the cluster`,
    );
    const refreshed = await runPulumi(target, [...refresh, "--clear-pending-creates"], watch);
    if (refreshed.exitCode !== 0) return refreshed;
  }
  const taken = verb === "up" || verb === "preview" ? await takeBackChanged(target, watch) : undefined;
  // Only what is read anew is seen to differ.
  const command = [verb, ...args, ...(taken === undefined ? [] : ["--refresh"])];
  const first = await runPulumi(target, command, watch);
  if (first.fatal.length > 0) {
    // An update that is stopped stands in the cluster and not in the state: taking the edit back would change nothing.
    await runPulumi(target, refresh, watch);
    sayBeside(watch, "error", formatStall(target.stack, first.fatal));
  }
  const hasFormerConflict = first.errors.some((message) => formerConflict.test(message));
  const mayHaveFormer = verb !== "destroy" && (wasKilled || hasFormerConflict);
  const hasCreated = verb === "up" && hasFormerConflict && unnoted.length > 0;
  if (hasCreated) await createUnnoted(target, unnoted, watch);
  const adopted = mayHaveFormer ? await adoptLeft(target) : 0;
  const isWorthAgain = hasFormerConflict && (hasCreated || adopted > 0);
  const { exitCode, changes, errors } = isWorthAgain ? await runPulumi(target, command, watch) : first;
  if (exitCode === 0 && verb !== "preview") forgetUnnotedObjects(target);
  if (exitCode !== 0 || verb === "preview") await taken?.giveBack();
  for (const finding of explainErrors(errors)) tell(finding, watch);
  return { exitCode, changes };
}

/** Creates objects over those that a killed run left, whatever their fields are: the provider's way past a conflict. */
async function createUnnoted(target: ReadyStack, urns: readonly string[], watch?: EngineWatch): Promise<void> {
  const targets = urns.flatMap((urn) => ["--target", urn]);
  const forced = { ...target, environment: { PULUMI_K8S_ENABLE_PATCH_FORCE: "true" } };
  await runPulumi(forced, ["up", "--yes", "--skip-preview", ...targets], watch);
}

const formerConflict = /conflicts? with "pulumi-kubernetes-/;

/** What others have changed by hand is said before, and a preview takes it as an update does. */
async function takeBackChanged(target: EngineStack, watch?: EngineWatch): Promise<TakenBack | undefined> {
  const kubeconfig = target.readKubeconfig?.();
  if (kubeconfig === undefined) return undefined;
  try {
    const taken = await takeBackFields(kubeconfig, readObjects(target));
    for (const finding of taken.findings) tell(finding, watch);
    return taken.findings.length === 0 ? undefined : taken;
  } catch {
    // The engine says better what is wrong with a cluster that does not answer, and a conflict what is wrong with an object.
    return undefined;
  }
}

function tell(finding: Finding, watch?: EngineWatch): void {
  const message = formatFinding(finding);
  if (watch === undefined) console.error(message);
  else watch.onEvent({ diagnosticEvent: { severity: finding.level, message } });
}

/** What a killed run created has its manager beside the stack's own, so that a later change of it would be a conflict. */
async function adoptLeft(target: EngineStack): Promise<number> {
  const kubeconfig = target.readKubeconfig?.();
  if (kubeconfig === undefined) return 0;
  try {
    const { length } = await adoptObjects(kubeconfig, readObjects(target));
    if (length > 0) console.error(`stack ${target.stack}: took over ${length} objects that a killed run had created`);
    return length;
  } catch (error) {
    // The run itself is not worse for it; a later change would say the conflict, and this is tried again then.
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`stack ${target.stack}: what a killed run had created could not be taken over: ${reason}`);
    return 0;
  }
}

/** Forgets a stack without touching what it describes: for a local cluster that is gone. */
export async function removeStackState(target: EngineStack): Promise<void> {
  await endLeftProcesses(target);
  if (hasState(target) === false) return;
  clearDeadLocks(target);
  const { exitCode } = await runPulumi(target, ["stack", "rm", "--force", "--yes", "--preserve-config"]);
  if (exitCode !== 0)
    throw new Error(`the state of stack ${target.stack} could not be given up; see the message above`);
}

/** The stack's updates as `pulumi stack history --json` lists them, the newest first. */
export async function readStackHistory(target: EngineStack): Promise<unknown> {
  if (hasState(target) === false) return [];
  const args = ["stack", "history", "--json", "--page-size", "50", "--page", "1", "--stack", target.stack];
  const { stdout } = await spawnPulumi(target, args, { stdout: "pipe" });
  return stdout === "" ? [] : JSON.parse(stdout);
}

/**
 * The stack's outputs, without secrets; undefined where the stack has never been brought up.
 * @throws where they cannot be read
 */
export async function readStackOutputs(target: EngineStack): Promise<Record<string, unknown> | undefined> {
  // From our own backend's file: the CLI takes half a second to say the same.
  if (hasState(target) !== undefined) return readOutputs(target);
  const args = ["stack", "output", "--json", "--stack", target.stack];
  const { exitCode, stdout, stderr } = await spawnPulumi(target, args, { stdout: "pipe", stderr: "pipe" });
  if (exitCode === 0) return JSON.parse(stdout) as Record<string, unknown>;
  if (/no stack named .* found/.test(stderr)) return undefined;
  throw new Error(
    `the outputs of stack ${target.stack} cannot be read, so it is not known which cluster it is on; nothing has been changed:\n${stderr.trim() || `pulumi ended with ${exitCode}`}`,
  );
}

async function prepareStack(given: EngineStack): Promise<ReadyStack> {
  const config = await prepareEngineConfig(given);
  const target = { ...given, config };
  if (hasState(target) !== true) {
    const args = ["stack", "select", "--create", "--stack", target.stack];
    // Where the stack's own file is, the engine would write a salt into it.
    const { exitCode } = await spawnPulumi(target, args, { cwd: config?.folder });
    if (exitCode !== 0) throw new Error(`the stack ${target.stack} could not be created; see the message above`);
  }
  clearDeadLocks(target);
  await endLeftProcesses(target);
  return target;
}
