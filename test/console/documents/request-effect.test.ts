// The answer that the change screen shows. Does not prove the effects themselves: test/simulate/diff does.
import { expect, it } from "vitest";
import type { RequestEffect } from "../../../src/console/contract.js";
import { computeVersion } from "../../../src/console/documents/files.js";
import { folder, reviews, startConsole } from "../memory.js";

async function ask(text: string): Promise<RequestEffect> {
  const { send } = await startConsole();
  const changes = [{ file: `${folder}/reviews.yaml`, text, version: computeVersion(reviews) }];
  const answer = await send("POST", "/api/effect", { changes });
  return (await answer.json()) as RequestEffect;
}

it("names what requests meet otherwise, and the cause", async () => {
  const retries = "2 retries on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
  expect(await ask(reviews.replace("3s", "5s"))).toEqual({
    summary: "1 change: 1 other timeout or retries; 3 requests compared",
    changes: [
      {
        title: "shop/reviews: other timeout or retries",
        callers: "shop/reviews, shop/web (2)",
        requests: "all requests",
        before: `timeout 3s, ${retries}`,
        after: `timeout 5s, ${retries}`,
        causes: ["VirtualService shop/reviews changed (stacks/dev/policies/reviews.yaml:2)"],
      },
    ],
  });
});

it("is none where nothing changes, and not known where findings stop the change", async () => {
  expect(await ask(reviews)).toEqual({ summary: "no effect on requests; 0 requests compared", changes: [] });
  expect(await ask(reviews.replace("3s", "soon"))).toEqual({ changes: [] });
});
