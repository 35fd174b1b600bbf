// An effect in each form. Does not prove that it is the effect of anything.
import { expect, it } from "vitest";
import type { Effect } from "../../../src/simulate/diff/effect.js";
import { effectFormats } from "../../../src/simulate/diff/formats.js";

const effect: Effect = {
  changes: [
    {
      kind: "newly-denied",
      host: "shop/reviews",
      before: "reaches shop/reviews v1",
      after: "403: access is denied by shop/reviews",
      callers: ["shop/a", "shop/b", "shop/c", "shop/d", "shop/e", "shop/f"],
      requests: ["POST", "GET /a*"],
      causes: [
        {
          action: "changed",
          resource: { kind: "AuthorizationPolicy", namespace: "shop", name: "reviews" },
          ...{ file: "policies/reviews.yaml", line: 3, column: 1 },
        },
      ],
    },
    {
      kind: "routes",
      ...{ host: "www.example.com", gateway: "ingress/public" },
      before: "404: no route matches",
      after: "reaches shop/reviews v1",
      ...{ callers: ["clients outside"], requests: ["all requests"], causes: [] },
    },
  ],
  withoutEffect: [{ action: "removed", resource: { kind: "Namespace", name: "old" } }],
  compared: 40,
  leftOut: 2,
};
const none: Effect = { changes: [], withoutEffect: [], compared: 1, leftOut: 0 };

it("as text", () => {
  expect(effectFormats.text?.(effect)).toMatchInlineSnapshot(`
    "shop/reviews: newly denied
      callers:  shop/a, shop/b, shop/c, shop/d, shop/e and 1 more (6)
      requests: POST, GET /a*
      before:   reaches shop/reviews v1
      after:    403: access is denied by shop/reviews
      cause:    AuthorizationPolicy shop/reviews changed (policies/reviews.yaml:3)

    www.example.com at gateway ingress/public: other route
      callers:  clients outside
      requests: all requests
      before:   404: no route matches
      after:    reaches shop/reviews v1

    objects that change without an effect on requests
      Namespace old removed

    2 changes: 1 newly denied, 1 other route; 40 requests compared, 2 more were too many"
  `);
  expect(effectFormats.text?.(none)).toBe("no effect on requests; 1 request compared");
});

it("as Markdown", () => {
  expect(effectFormats.markdown?.(effect)).toMatchInlineSnapshot(`
    "### Effect on requests

    2 changes: 1 newly denied, 1 other route; 40 requests compared, 2 more were too many

    | host | effect | callers | requests | before | after | cause |
    | --- | --- | --- | --- | --- | --- | --- |
    | shop/reviews | newly denied | shop/a, shop/b, shop/c, shop/d, shop/e and 1 more (6) | POST, GET /a\\* | reaches shop/reviews v1 | 403: access is denied by shop/reviews | AuthorizationPolicy shop/reviews changed (policies/reviews.yaml:3) |
    | www.example.com at gateway ingress/public | other route | clients outside | all requests | 404: no route matches | reaches shop/reviews v1 |  |

    Objects that change without an effect on requests:

    - Namespace old removed"
  `);
  expect(effectFormats.markdown?.(none)).toBe("### Effect on requests\n\nno effect on requests; 1 request compared");
});

it("as JSON", () => {
  expect(JSON.parse(effectFormats.json?.(effect) ?? "")).toEqual(effect);
});
