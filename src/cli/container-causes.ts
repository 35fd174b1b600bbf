import { formatMessage, newestMessage, patienceWithCertain, patienceWithLikely, type PodCause } from "./pod-cause.js";
import type { ContainerStatus, LiveEvent } from "./workload-objects.js";

/** Why a container of a pod does not run, or runs and is not ready. @param events of its pod */
export function findContainerCause(container: ContainerStatus, events: readonly LiveEvent[]): PodCause | undefined {
  const { name, image, ready, state, lastState } = container;
  const own = events.filter(({ involvedObject }) => involvedObject.fieldPath?.endsWith(`{${name}}`));
  const { reason = "", message } = state?.waiting ?? {};
  const what = `container ${name}`;
  if (reason === "CrashLoopBackOff")
    return { key: `crash ${name}`, text: `${what} ends again and again: ${formatEnd(lastState)}` };
  if (imageReasons.includes(reason)) return findImageCause(container, reason, newestMessage(own, ["Failed"]));
  if (startReasons.includes(reason)) {
    const text = `${what} cannot be started: ${formatMessage(message ?? reason)}`;
    return {
      key: `start ${name}`,
      text,
      ...(needsPerson.test(message ?? "") ? { patience: patienceWithCertain } : {}),
    };
  }
  if (state?.running === undefined || ready) return undefined;
  const probe = newestMessage(own, ["Unhealthy"]);
  // Without a failed probe it has just begun, or its image says nothing.
  return probe === undefined ? undefined : { key: `probe ${name}`, text: `${what} (${image}) is not ready: ${probe}` };
}

/** Reasons of the kubelet, pkg/kubelet/images/types.go and pkg/kubelet/kuberuntime of Kubernetes. */
const imageReasons = [
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
];
const startReasons = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError"];

/** Missing ConfigMaps and Secrets are not among them: what makes certificates and secrets may bring them later. */
const needsPerson = /runAsNonRoot|executable file not found|no such file or directory/;

/** What a registry answers of an image that is not there, or not for us. */
const noSuchImage =
  /code = NotFound|: not found|manifest unknown|pull access denied|authorization failed|insufficient_scope|401 Unauthorized|403 Forbidden/;

function findImageCause({ name, image, state }: ContainerStatus, reason: string, event: string | undefined): PodCause {
  const message = state?.waiting?.message ?? "";
  // In between two tries the kubelet says no more than that it waits, in versions before 1.32.
  const said = /^Back-off pulling image "[^"]*"$/.test(message) ? (event ?? message) : message;
  const text = `container ${name}: no image ${image}: ${formatMessage(said === "" ? reason : said)}`;
  // The same cause has two reasons in turn.
  return { key: `image ${name} ${image}`, text, ...judgeImage(reason, said) };
}

function judgeImage(reason: string, message: string): Pick<PodCause, "patience"> {
  if (
    ["InvalidImageName", "ErrImageNeverPull", "SignatureValidationFailed"].includes(reason) ||
    noSuchImage.test(message)
  ) {
    return { patience: patienceWithCertain };
  }
  // A registry that wants fewer calls says when it will answer again.
  return /toomanyrequests|429/.test(message) ? {} : { patience: patienceWithLikely };
}

function formatEnd(state: ContainerStatus["lastState"]): string {
  const { exitCode, reason = "Error", message } = state?.terminated ?? {};
  if (exitCode === undefined) return "no reason is given";
  const how =
    reason === "Error" || reason === "Completed" ? `exit code ${exitCode}` : `${reason}, exit code ${exitCode}`;
  return message === undefined ? how : `${how}, ${formatMessage(message)}`;
}
