import { readFileSync } from "node:fs";

// Ends the process on a Node that is older than package.json allows. Imported first, so that nothing else fails before it.

const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  engines: { node: string };
};
const oldest = engines.node.replace(">=", "");
const [major = 0, minor = 0] = oldest.split(".").map(Number);
const [ourMajor = 0, ourMinor = 0] = process.versions.node.split(".").map(Number);
if (ourMajor < major || (ourMajor === major && ourMinor < minor)) {
  console.error(
    `error: pulumi-istio needs Node ${oldest} or later, and this is ${process.versions.node}. Install a newer Node. ` +
      "In a checkout, npm start and npm test get one, which npx and npm's scripts then use.",
  );
  // 1 would say that `mesh analyze` has findings.
  process.exit(2);
}
