import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { git } from "../console/history/git.js";
import type { StackFolder } from "../stack/stack-facts.js";

/**
 * Does something with the files of a stack as they are in a commit, which are in a folder of their own until it ends.
 * @param ref as git takes it: a branch, a tag, `HEAD~1`
 * @throws where git does not know the ref, or the stack is not in it
 */
export async function withStackAt<Result>(
  stack: StackFolder,
  ref: string,
  work: (stack: StackFolder) => Result,
): Promise<Result> {
  const commit = await findCommit(stack.root, ref);
  const files = await listFiles(stack, commit);
  if (!files.includes(stack.file)) throw new Error(`${ref} has no file ${stack.file}; give a ref that has the stack`);
  const root = mkdtempSync(join(tmpdir(), "pulumi-istio-ref-"));
  try {
    for (const file of files) {
      const target = join(root, file);
      mkdirSync(dirname(target), { recursive: true });
      // With `./` the path starts at the folder that git runs in rather than at the repository's.
      writeFileSync(target, await git(stack.root, ["cat-file", "blob", `${commit}:./${file}`]));
    }
    return work({ ...stack, root });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function findCommit(root: string, ref: string): Promise<string> {
  // What begins with a hyphen would be an option.
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  try {
    return (await git(root, args)).trim();
  } catch (error) {
    const message = `--against is "${ref}", which is neither a folder nor a commit that git knows in ${root}`;
    throw new Error(message, { cause: error });
  }
}

/** Files that are text: no links, and no other repositories. */
async function listFiles({ root, folder, file }: StackFolder, commit: string): Promise<string[]> {
  const listed = await git(root, ["ls-tree", "-r", "-z", commit, "--", file, folder]);
  return listed.split("\0").flatMap((line) => {
    const [, type, name] = /^(\d+) \w+ \w+\t(.+)$/s.exec(line) ?? [];
    return name !== undefined && type?.startsWith("100") === true ? [name] : [];
  });
}
