/** Whether a pattern stands for a host: for itself alone, or with `*.` in front for all that is below, other such patterns too. */
export function coversHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === host;
  return pattern === host || host.endsWith(pattern.slice(1));
}

/** Whether both stand for a host in common. */
export function shareHosts(one: string, other: string): boolean {
  return coversHost(one, other) || coversHost(other, one);
}

const host = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/** Whether it is a host name in lower case, or such a pattern with `*.` in front. */
export function isHost(text: string): boolean {
  return host.test(text);
}
