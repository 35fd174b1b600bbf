// npm run check:aws: holds what EksCluster declares against AWS's public models, without AWS. Outside CI: it takes Python and PyPI.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const packages = ["botocore==1.44.8", "cfn-lint==1.58.0"];
const folder = mkdtempSync(join(tmpdir(), "aws-models-"));
const file = join(folder, "resources.json");
const python = join(folder, "venv", "bin", "python");
const run = (command, args, env = {}) =>
  execFileSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });

try {
  run("python3", ["-m", "venv", join(folder, "venv")]);
  run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages]);
  run("npx", ["vitest", "run", "--config", "test/vitest.config.ts", "--project", "aws-models"], {
    AWS_MODELS_FILE: file,
  });
  run(python, [join(import.meta.dirname, "check.py"), file]);
} catch {
  // The command has said it.
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
