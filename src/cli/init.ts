import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { installedProgram, judgeInstallation } from "./project.js";

/** Options of `mesh init`. */
export interface InitOptions {
  /** Name of the project. @default the folder's */
  name?: string;
}

/** https://www.pulumi.com/docs/iac/concepts/projects/project-file/: `name` of Pulumi.yaml. */
const projectNames = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * `mesh init`: starts a project in the working directory, with a stack `dev` on the cluster of the kubeconfig's current context.
 * @throws where the engine could not run this package's program there, a file of it exists, or the name cannot be a project's; nothing is
 * written then
 */
export function init({ name }: InitOptions, folder = process.cwd()): void {
  const project = String(name ?? basename(resolve(folder)));
  const files = renderProject(project);
  const installation = judgeInstallation(resolve(folder));
  const problems = [
    ...(installation === undefined ? [] : [installation]),
    ...(projectNames.test(project)
      ? []
      : [`the name "${project}" must have 1-100 letters, digits, "-", "_" or "."; give another one by --name`]),
    ...Object.keys(files)
      .filter((file) => existsSync(join(folder, file)))
      .map((file) => `${file} exists already`),
  ];
  if (problems.length > 0) throw new Error(`no project was started: ${problems.join("; ")}`);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text, { flag: "wx" });
    console.log(file);
  }
  console.log("next: npx mesh analyze -s dev; npx mesh preview -s dev; npx mesh console -s dev");
}

function renderProject(name: string): Record<string, string> {
  return {
    "Pulumi.yaml": `name: ${JSON.stringify(name)}
description: An Istio service mesh, one stack for each environment.
runtime:
  name: nodejs
  options:
    typescript: false
main: ${JSON.stringify(installedProgram)}
stackConfigDir: stacks
`,
    "stacks/Pulumi.dev.yaml": `# The mesh of the environment dev.
config:
  ${name}:cluster:
    # The cluster of the kubeconfig's current context; \`context: NAME\` names another one.
    kind: existing
  ${name}:controlPlane:
    profile: default
  ${name}:namespaces:
    shop:
      mode: create
      injection: enabled
`,
    "stacks/dev/policies/shop.yaml": `# Defaults of all services in the namespace shop. A document of one service begins with \`service: shop/NAME\`.
namespace: shop
timeout: 10s
`,
  };
}
