import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";

/** A file of the built page. */
export interface PageFile {
  bytes: Uint8Array;
  /** Its media type. */
  type: string;
}

/** The built page. */
export interface Page {
  /** The file at a path, `/assets/index.js`; `/` is `index.html`. Undefined where there is none. */
  find: (path: string) => PageFile | undefined;
  /** Whether there is a page at all. */
  isBuilt: () => boolean;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** The page in a folder. Paths are looked up among the names that are there: none leads anywhere else. */
export function createPage(folder: string): Page {
  return {
    isBuilt: () => existsSync(join(folder, "index.html")),
    find: (path) => {
      const type = types[extname(path === "/" ? "index.html" : path)];
      if (type === undefined || !existsSync(folder)) return undefined;
      const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
      const name = names.find((one) => `/${one.split(sep).join("/")}` === (path === "/" ? "/index.html" : path));
      return name === undefined ? undefined : { bytes: readFileSync(join(folder, name)), type };
    },
  };
}
