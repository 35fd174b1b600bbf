// Which phases of the tests the changed files can break, beside the unit tests, which follow imports by themselves.

/** Patterns of changed files, and the npm script with its arguments that shows whether they still work. */
const rules = [
  // A kind of policy has a live test of its name.
  [/^src\/policy\/kinds\/([a-z-]+)\.ts$/, (kind) => ["test:policy", kind]],
  [/^test\/e2e\/policy\/([a-z-]+)\.test\.ts$/, (name) => ["test:policy", name]],
  [/^src\/policy\//, () => ["test:policy", "traffic-policies"]],
  [/^(src\/(console|policy|analysis)\/|src\/cli\/console)/, () => ["test:page"]],
  [/^test\/(console\/|e2e\/console-(page|modes|reach|form|attacks))/, () => ["test:page"]],
  [/^(src\/aws\/|src\/components\/eks|test\/e2e\/(eks|stand-in))/, () => ["test:engine", "eks"]],
  [/^(src\/policy-pack|test\/e2e\/policy-pack)/, () => ["test:engine", "policy-pack"]],
  [/^(src\/analysis\/|test\/e2e\/(istioctl|sarif))/, () => ["test:engine", "istioctl-analyze", "sarif"]],
  [/^src\/local\/(cluster|images)\//, () => ["test:e2e", "local"]],
  [/^(src\/(local|components|stack|cli|istio|plan)\/|src\/program\.ts|stacks\/)/, () => ["test:e2e", "mesh"]],
  [/^test\/e2e\/([a-z-]+)\.test\.ts$/, (name) => (isLive(name) ? ["test:e2e", name] : undefined)],
];

function isLive(name) {
  return !/^(eks|console-(page|modes|reach|form|attacks)|policy-pack|istioctl|sarif)/.test(name);
}

/**
 * @param {readonly string[]} files paths from the project's folder on
 * @returns {string[][]} each an npm script and its arguments
 */
export function findAffected(files) {
  const found = new Map();
  for (const file of files) {
    for (const [pattern, name] of rules) {
      const match = pattern.exec(file);
      const affected = match === null ? undefined : name(match[1]);
      if (affected === undefined) continue;
      const [script, ...names] = affected;
      found.set(script, new Set([...(found.get(script) ?? []), ...names]));
    }
  }
  return [...found].map(([script, names]) => [script, ...names]);
}
