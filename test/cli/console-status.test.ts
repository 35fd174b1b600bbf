// Does not prove what a look finds: the tests of `status` do.
import { expect, it, vi } from "vitest";
import { createClusterStatus } from "../../src/cli/console-status.js";
import { lookAtStack } from "../../src/cli/status.js";
import { computeReport } from "../../src/status/compute-report.js";
import { makeFacts } from "../status/sample-facts.js";

vi.mock("../../src/cli/status.js", () => ({ lookAtStack: vi.fn() }));

it("shares one look among those who ask at the same time, and looks again afterwards", async () => {
  const report = computeReport(makeFacts());
  vi.mocked(lookAtStack).mockResolvedValue(report);
  const ask = createClusterStatus("dev");
  expect(await Promise.all([ask(), ask()])).toEqual([{ report }, { report }]);
  expect(lookAtStack).toHaveBeenCalledTimes(1);
  await ask();
  expect(lookAtStack).toHaveBeenCalledTimes(2);
});

it("says why nothing can be seen", async () => {
  vi.mocked(lookAtStack).mockRejectedValue(new Error("the API server does not answer"));
  expect(await createClusterStatus("dev")()).toEqual({ unreachable: "the API server does not answer" });
});
