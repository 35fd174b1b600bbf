// Does not prove what GitHub makes of the commands.
import { expect, it } from "vitest";
import { formatAsGithub } from "../../../src/cli/formats/github.js";
import { findings } from "./findings.js";

it("writes a workflow command a finding, with what would end it escaped", () => {
  expect(formatAsGithub(findings).split("\n")).toEqual([
    "::error file=shop/my policies.yaml,line=12,col=9,title=MESH0201::VirtualService shop/reviews: 100%25 wrong,%0Areally",
    "::warning file=/srv/a%3Ab%2Cc.yaml,title=IST0123::Namespace shop: two labels; keep one",
    "::notice title=IST0123::no place",
  ]);
});

it("writes nothing where there are none", () => {
  expect(formatAsGithub([])).toBe("");
});
