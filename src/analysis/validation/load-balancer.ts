import type { Field } from "./field.js";
import { checkAnyDuration, checkDuration } from "./values.js";

const tableLimit = 5_000_011;

/** Which endpoint a request goes to. Source: `validateLoadBalancer`. */
export function checkLoadBalancer(balancer: Field, outlierDetection: Field): void {
  if (!balancer.isGiven) return;
  checkConsistentHash(balancer.at("consistentHash"));
  const areas = balancer.given("localityLbSetting", "zoneAwareLbSetting");
  if (areas.length > 1) balancer.refuse("has localityLbSetting and zoneAwareLbSetting; only one of them can be set");
  checkLocalities(balancer.at("localityLbSetting"), outlierDetection);
  checkZones(balancer.at("zoneAwareLbSetting"), outlierDetection);
  checkWarmup(balancer.at("warmup"));
}

function checkConsistentHash(hash: Field): void {
  const cookie = hash.at("httpCookie");
  if (cookie.isGiven && !cookie.at("name").isFilled) cookie.at("name").wants("it must be the cookie's name");
  checkAnyDuration(cookie.at("ttl"));
  const names = new Set<string>();
  for (const attribute of cookie.at("attributes").entries) {
    const name = attribute.at("name");
    if (!name.isFilled) name.wants("it must be the attribute's name");
    else if (names.has(name.text)) name.wants("an attribute before it has that name");
    names.add(name.text);
  }
  const ring = hash.at("minimumRingSize");
  if (ring.isFilled) ring.warn("is deprecated; use ringHash");
  if (ring.isFilled && hash.given("ringHash", "maglev").length > 0)
    ring.refuse("cannot be set together with ringHash or maglev");
  const size = hash.at("maglev", "tableSize");
  if (hash.at("maglev").isGiven && !(size.number < tableLimit && isPrime(size.number))) {
    size.wants(`it must be a prime number below ${tableLimit}`);
  }
}

function isPrime(number: number): boolean {
  if (number < 4) return number > 0;
  if (number % 2 === 0) return false;
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false;
  return true;
}

function checkWarmup(warmup: Field): void {
  if (!warmup.isGiven) return;
  const [duration, least, aggression] = [warmup.at("duration"), warmup.at("minimumPercent"), warmup.at("aggression")];
  if (!duration.isGiven) duration.wants("it must be a duration");
  checkDuration(duration);
  if (least.number > 100) least.wants("it must be 100 or less");
  if (aggression.isGiven && aggression.number <= 0) aggression.wants("it must be more than 0");
}

const topology = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"];

/** Source: `ValidateLocalityLbSetting`. */
function checkLocalities(setting: Field, outlierDetection: Field): void {
  const [distribute, failover, priority] = [
    setting.at("distribute"),
    setting.at("failover"),
    setting.at("failoverPriority"),
  ];
  if (distribute.isFilled && failover.isFilled)
    return setting.refuse("has distribute and failover; only one of them can be set");
  const mixed = failover.isFilled ? priority.entries.find(({ text }) => topology.includes(text)) : undefined;
  if (mixed !== undefined)
    return mixed.wants("labels of places cannot be used together with failover, which orders regions");
  for (const share of distribute.entries) checkShares(share.at("to"));
  checkOverlaps(distribute.entries.map((share) => [share.at("from").text, share.at("from")]));
  checkFailover(setting, outlierDetection);
}

/** Source: `ValidateZoneAwareLbSetting`. */
function checkZones(setting: Field, outlierDetection: Field): void {
  for (const label of setting.at("failoverPriority").entries) {
    if (topology.includes(label.text)) label.wants("labels of region, zone and subzone are always considered");
  }
  checkFailover(setting, outlierDetection);
}

function checkFailover(setting: Field, outlierDetection: Field): void {
  if (setting.filled("failover", "failoverPriority").length > 0 && !outlierDetection.isGiven) {
    setting.warn("orders endpoints by failures, which only outlierDetection detects");
  }
  for (const failover of setting.at("failover").entries) {
    const [from, to] = [failover.at("from"), failover.at("to")];
    if (from.text === to.text) failover.refuse("has the same region in from and to");
    for (const region of [from, to]) if (/[/*]/.test(region.text)) region.wants("it must be a region, without / and *");
  }
}

function checkShares(to: Field): void {
  const shares = to.fields;
  const wrong = shares.filter(([, { number }]) => number < 1 || number > 100);
  for (const [, share] of wrong) share.wants("it must be within 1 and 100");
  const sum = shares.reduce((total, [, { number }]) => total + number, 0);
  if (wrong.length === 0 && sum !== 100) to.refuse(`has shares of ${sum} together; they must be 100`);
  checkOverlaps(shares);
}

/** Places as region/zone/subzone, of which none is within one before it. */
function checkOverlaps(localities: readonly (readonly [string, Field])[]): void {
  const before: string[][] = [];
  for (const [text, field] of localities) {
    const parts = splitPlace(text);
    if (/\*./.test(text) || parts.includes("")) {
      field.refuse(`is for "${text}"; a place is <region>/<zone>/<subzone>; * can only be the last part`);
      continue;
    }
    const isWide = parts.at(-1) === "*";
    const other = before.find((known) => covers(known, parts) || (!isWide && covers(parts, known)));
    if (other !== undefined) field.refuse(`is for "${text}", which ${other.join("/")} has already`);
    before.push(parts);
  }
}

/** The third part takes all the rest. */
function splitPlace(text: string): string[] {
  const [region = "", zone, ...rest] = text.split("/");
  return [region, ...(zone === undefined ? [] : [zone]), ...(rest.length === 0 ? [] : [rest.join("/")])];
}

function covers(wide: readonly string[], narrow: readonly string[]): boolean {
  const parts = wide.at(-1) === "*" ? wide.slice(0, -1) : wide;
  return parts.every((part, index) => part === narrow[index]);
}
