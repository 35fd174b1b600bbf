import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Compiles a script beside a test (`new URL("./x.ts", import.meta.url)`) so that Node can run it as a process of its own. It lies in a folder of its own. */
export async function bundle(script: URL): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "pulumi-istio-script-"));
  const rollupOptions = { output: { entryFileNames: "[name].mjs" } };
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr: fileURLToPath(script), outDir, emptyOutDir: false, rollupOptions },
  });
  return join(outDir, basename(fileURLToPath(script), ".ts") + ".mjs");
}
