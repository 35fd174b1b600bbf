import { parseRequestUrl } from "../go-url.js";
import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkPolicyTarget, checkSelector } from "./selection.js";
import { checkPort } from "./values.js";

/** Source: `ValidateProxyConfig` in istio pkg/config/validation/validation.go. */
export const checkProxyConfig: CheckKind = ({ spec }) => {
  checkSelector(spec.at("selector"), "matchLabels");
  if (spec.at("concurrency").number < 0) spec.at("concurrency").wants("it must be 0 or more");
};

/** Source: `ValidateWasmPlugin` in istio pkg/config/validation/validation.go. */
export const checkWasmPlugin: CheckKind = ({ spec }) => {
  checkPolicyTarget(spec);
  checkWasm(spec);
  checkPorts(spec);
};

/** Source: `ValidateTrafficExtension` in istio pkg/config/validation/validation.go. */
export const checkTrafficExtension: CheckKind = ({ spec }) => {
  checkPolicyTarget(spec);
  const kinds = spec.given("wasm", "lua");
  if (kinds.length !== 1)
    spec.refuse(`has ${kinds.length === 0 ? "neither wasm nor lua" : "wasm and lua"}; one of them must be set`);
  if (spec.at("wasm").isGiven) checkWasm(spec.at("wasm"));
  const code = spec.at("lua", "inlineCode");
  const size = Buffer.byteLength(code.text);
  if (spec.at("lua").isGiven && (size === 0 || size > largestCode)) {
    code.refuse(`has ${size} bytes; it must have within 1 and ${largestCode}`);
  }
  checkPorts(spec);
};

const largestCode = 65536;
const schemes = ["", "file", "http", "https", "oci"];
const longest = { imagePullSecret: 253, pluginName: 256 } as const;

function checkWasm(plugin: Field): void {
  const [url, sha256] = [plugin.at("url"), plugin.at("sha256")];
  const parsed = parseRequestUrl(url.text) ?? parseRequestUrl(`http://${url.text}`);
  if (!url.isFilled || parsed === undefined || !schemes.includes(parsed.scheme)) {
    url.wants("it must be a URL of oci, https, http or file");
  }
  if (sha256.isFilled && !/^[a-f0-9]{64}$/.test(sha256.text)) sha256.wants("it must be 64 characters of 0-9 and a-f");
  for (const [field, most] of Object.entries(longest)) {
    const { length } = plugin.at(field).text;
    if (length > most) plugin.at(field).refuse(`has ${length} characters; it must have ${most} or fewer`);
  }
  const names = new Set<string>();
  for (const variable of plugin.at("vmConfig", "env").entries) {
    const name = variable.at("name");
    if (!name.isFilled || name.text.length > 256) name.wants("it must be a name of 256 characters at most");
    else if (names.has(name.text)) name.wants("a variable before it has that name");
    names.add(name.text);
    if (variable.at("valueFrom").text === "HOST" && variable.at("value").isFilled) {
      variable.at("value").refuse("cannot be set with valueFrom HOST");
    }
  }
}

function checkPorts(spec: Field): void {
  for (const port of spec.at("match").entries.flatMap((match) => match.at("ports").entries))
    checkPort(port.at("number"));
}
