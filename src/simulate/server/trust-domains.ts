/**
 * A principal with the mesh's trust domain and all its aliases in the place of one of them, or of `cluster.local`.
 * Source: `ReplaceTrustDomainAliases` in istio pilot/pkg/security/trustdomain/bundle.go.
 */
export function expandPrincipals(principal: string, trustDomains: readonly string[]): readonly string[] {
  const [domain = "", ...rest] = principal.split("/");
  if (rest.length !== 4 || domain === "*") return [principal];
  const isOwn = domain === "cluster.local" || trustDomains.some((own) => matchesDomain(domain, own));
  if (!isOwn) return [principal];
  const all = trustDomains.map((own) => (matchesEnd(domain, own) ? principal : [own, ...rest].join("/")));
  return [...new Set(all)];
}

/** Source: `ExpandTrustDomainAliases` there. */
export function expandDomains(domain: string, trustDomains: readonly string[]): readonly string[] {
  return trustDomains.includes(domain) ? trustDomains : [domain];
}

function matchesDomain(pattern: string, domain: string): boolean {
  return (
    pattern === domain ||
    matchesEnd(pattern, domain) ||
    (pattern.endsWith("*") && domain.startsWith(pattern.slice(0, -1)))
  );
}

function matchesEnd(pattern: string, domain: string): boolean {
  return pattern.startsWith("*") && domain.endsWith(pattern.slice(1));
}
