// `npm run versions`: which releases of Istio the table of versions does not know, by the tags of its API's Go module, each with the day of
// its tag. Needs Go, whose own settings say where modules come from, and a compiled dist. A tag may be there before its release is announced.
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { findUnknownReleases } from "../../dist/istio/versions.js";

const module = "istio.io/api";
const list = (...given) => execFileSync("go", ["list", "-m", ...given], { cwd: tmpdir(), encoding: "utf8" }).trim();
const [, ...tags] = list("-versions", module).split(" ");
const unknown = findUnknownReleases(tags);
for (const release of unknown) {
  const { Time: time = "" } = JSON.parse(list("-json", `${module}@v${release}`));
  console.log(`${release}, tagged ${time.slice(0, 10)}`);
}
console.log(
  unknown.length === 0
    ? "src/istio/versions/versions.ts knows every release"
    : "add them to src/istio/versions/versions.ts",
);
