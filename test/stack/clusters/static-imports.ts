import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files and packages that are loaded with a file, types and `import()` apart. */
export function findStaticImports(entry: string): string[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    if (!existsSync(name)) return;
    const text = readFileSync(name, "utf8");
    for (const [, specifier = ""] of text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "([^"]+)";/gm)) {
      visit(
        specifier.startsWith(".") ? join(dirname(name), specifier.replace(/\.js$/, ".ts")) : findPackage(specifier),
      );
    }
  };
  visit(entry);
  return [...reached];
}

function findPackage(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
