import react from "@vitejs/plugin-react";
import { join } from "node:path";
import { defineConfig } from "vite";
import { noncePlaceholder } from "../contract.js";

export default defineConfig({
  root: import.meta.dirname,
  // The page works below any address, and asks for `api/…` beside itself.
  base: "./",
  plugins: [react()],
  html: { cspNonce: noncePlaceholder },
  logLevel: "warn",
  build: {
    outDir: join(import.meta.dirname, "../../../dist/console/ui"),
    emptyOutDir: true,
    // Scripts and fonts as data: addresses would be refused by the content-security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    target: "es2022",
  },
});
