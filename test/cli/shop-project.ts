import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createDeployment, createService, join as joinTexts } from "../simulate/diff/shop.js";

/** A project in a folder of its own, which is the working directory until it is removed. */
export interface ShopProject {
  folder: string;
  write: (file: string, text: string) => void;
  remove: () => void;
}

const stackFile = `config:
  shop:cluster: { kind: existing, context: none }
  shop:namespaces: { shop: { injection: enabled } }
  shop:applications: { shop: { namespace: shop } }
`;

/** A policy document by which one caller may read reviews. */
export function createDocument(caller: string): string {
  return `service: shop/reviews\naccess: { allow: [{ from: [shop/${caller}], methods: [GET] }] }\ntimeout: 2s\n`;
}

/** With a stack `dev` of two callers and a service. */
export function makeShopProject(): ShopProject {
  const start = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-shop-"));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write(
    "Pulumi.yaml",
    "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: node_modules/pulumi-istio/dist/program.js\nstackConfigDir: stacks\n",
  );
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(start, join(folder, "node_modules", "pulumi-istio"));
  write("stacks/Pulumi.dev.yaml", stackFile);
  const objects = ["web", "other"].map((name) => createDeployment("shop", name));
  const callers = ["web", "other"].map(createService);
  const accounts = ["web", "other", "reviews"].map(
    (name) => `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: shop }\n`,
  );
  const reviews = [createDeployment("shop", "reviews", "v1"), createService("reviews")];
  write("stacks/dev/apps/shop.yaml", joinTexts(...objects, ...callers, ...accounts, ...reviews));
  write("stacks/dev/policies/reviews.yaml", createDocument("web"));
  process.chdir(folder);
  return {
    ...{ folder, write },
    remove: () => {
      process.chdir(start);
      rmSync(folder, { recursive: true });
    },
  };
}
