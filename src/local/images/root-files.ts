import { chmod, copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { capture } from "../run.js";

/** Debian packages that the root file system of the images is taken from. */
export const rootPackages = ["busybox-static", "iptables", "libc6", "ca-certificates"] as const;

const users = [
  "root:x:0:0:root:/root:/bin/sh",
  "istio-proxy:x:1337:1337:istio-proxy:/home/istio-proxy:/bin/sh",
  "nobody:x:65534:65534:nobody:/:/bin/sh",
];
const groups = ["root:x:0:", "istio-proxy:x:1337:", "nobody:x:65534:"];

/**
 * Lays out the root file system that all images share: busybox, iptables (for Istio's init container), certificate
 * authorities, and the shared libraries of these and of the given programs, all copied from this machine's packages.
 * A whole Debian root would take minutes to make and seconds to import, for nothing that runs here.
 */
export async function layOutRoot(root: string, programs: readonly string[]): Promise<void> {
  for (const folder of ["bin", "etc", "proc", "sys", "dev", "run", "root", "var/run", "home/istio-proxy"]) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await mkdir(join(root, "tmp"));
  await chmod(join(root, "tmp"), 0o1777);
  await writeFile(join(root, "etc/passwd"), `${users.join("\n")}\n`);
  await writeFile(join(root, "etc/group"), `${groups.join("\n")}\n`);
  await copyInto(root, "/etc/ssl/certs/ca-certificates.crt");
  await addBusybox(root);
  const iptables = await addIptables(root);
  for (const library of await findLibraries([...iptables, ...programs])) await copyInto(root, library);
}

async function addBusybox(root: string): Promise<void> {
  await copyFile("/bin/busybox", join(root, "bin/busybox"));
  for (const applet of (await capture("/bin/busybox", ["--list-full"])).trim().split("\n")) {
    const link = join(root, applet);
    await mkdir(dirname(link), { recursive: true });
    if (applet !== "bin/busybox") await symlink("/bin/busybox", link);
  }
}

/** Both back ends, so that Istio finds out by itself which one the kernel has; returns what needs libraries. */
async function addIptables(root: string): Promise<string[]> {
  const programs = ["/usr/sbin/xtables-nft-multi", "/usr/sbin/xtables-legacy-multi"];
  const modules = (await capture("dpkg", ["-L", "iptables"])).split("\n").filter((file) => file.endsWith(".so"));
  for (const file of [...programs, ...modules]) await copyInto(root, file);
  for (const family of ["iptables", "ip6tables"]) {
    for (const verb of ["", "-save", "-restore"]) {
      await symlink("xtables-nft-multi", join(root, `usr/sbin/${family}${verb}`));
      await symlink("xtables-nft-multi", join(root, `usr/sbin/${family}-nft${verb}`));
      await symlink("xtables-legacy-multi", join(root, `usr/sbin/${family}-legacy${verb}`));
    }
  }
  return [...programs, ...modules];
}

/** The shared libraries of programs, by the dynamic linker's own word. */
async function findLibraries(programs: readonly string[]): Promise<string[]> {
  // ldd fails when one of several programs is static, which is not wrong; a library that it does not find is.
  const output = await capture("sh", ["-c", 'ldd "$@" || true', "sh", ...programs]);
  return [...new Set(parseLdd(output))];
}

/**
 * The files that `ldd` names for one or more programs.
 *
 * @throws where a library is missing, with its name
 */
export function parseLdd(output: string): string[] {
  const missing = /^\s*(\S+) => not found/m.exec(output);
  if (missing !== null) throw new Error(`the images need ${missing[1]}, which this machine does not have`);
  return [...output.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1] ?? "");
}

async function copyInto(root: string, file: string): Promise<void> {
  const target = join(root, file);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(file, target);
}
