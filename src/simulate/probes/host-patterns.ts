import { file } from "../../mesh/selection.js";

/** What is kept under hosts that may begin with `*`. */
export interface HostPatterns<Item> {
  /** All that is kept under the host, or under a pattern that stands for it. */
  find: (host: string) => readonly Item[];
}

/** Indexes items, each under its hosts. A look-up takes as many steps as the host has labels. */
export function createHostPatterns<Item>(items: readonly (readonly [host: string, item: Item])[]): HostPatterns<Item> {
  const byHost = new Map<string, Item[]>();
  for (const [host, item] of items) file(byHost, host, item);
  return {
    find: (host) => {
      const found = [...(byHost.get(host) ?? [])];
      const labels = host.split(".");
      // `*.example.com` of `a.b.example.com` is the second of these.
      for (let at = 1; at < labels.length; at += 1)
        found.push(...(byHost.get(`*.${labels.slice(at).join(".")}`) ?? []));
      if (host !== "*") found.push(...(byHost.get("*") ?? []));
      return [...new Set(found)];
    },
  };
}

/** A host that a pattern stands for; a host without `*` is its own. */
export function toConcreteHost(pattern: string): string {
  return pattern === "*" ? "probe.example.com" : pattern.replace(/^\*/, "probe");
}
