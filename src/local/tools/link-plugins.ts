import { lstatSync, mkdirSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { pinnedVersion, providerVersion } from "./pinned-version.js";
import type { Tools } from "./get-tools.js";

/**
 * Puts the plugins where the engine looks for installed ones, `${home}/plugins/<kind>-<name>-v<version>` of its
 * PULUMI_HOME. It takes them from PATH too, but then says so in a warning in every single run.
 *
 * @param home a PULUMI_HOME of our own, never the user's
 */
export function linkPlugins(
  home: string,
  tools: Pick<Tools, "pulumi-resource-kubernetes" | "pulumi-language-nodejs">,
): void {
  link(join(home, "plugins", `resource-kubernetes-v${providerVersion}`), tools["pulumi-resource-kubernetes"]);
  link(join(home, "plugins", `language-nodejs-v${pinnedVersion("pulumi")}`), tools["pulumi-language-nodejs"]);
}

/** The engine ignores a linked folder, so the folder is real and the binary in it is a link, which other runs may be using. */
function link(folder: string, binary: string): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, basename(binary));
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(file) === binary) return;
  const made = `${file}.${process.pid}`;
  symlinkSync(binary, made);
  renameSync(made, file);
}
