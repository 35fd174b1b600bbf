// Does not prove that the findings themselves are right.
import { expect, it } from "vitest";
import { formatAsJson } from "../../../src/cli/formats/json.js";
import { findings } from "./findings.js";

it("writes findings with their keys in one order, and counts them", () => {
  expect(formatAsJson(findings)).toBe(
    '{"findings":[' +
      '{"code":"MESH0201","level":"error","message":"100% wrong,\\nreally","resource":{"kind":"VirtualService","namespace":"shop","name":"reviews"},"file":"shop/my policies.yaml","line":12,"column":9},' +
      '{"code":"IST0123","level":"warning","message":"two labels","remedy":"keep one","resource":{"kind":"Namespace","name":"shop"},"file":"/srv/a:b,c.yaml"},' +
      '{"code":"IST0123","level":"info","message":"no place"}' +
      '],"counts":{"error":1,"warning":1,"info":1}}',
  );
});

it("has the same form where there are none", () => {
  expect(formatAsJson([])).toBe('{"findings":[],"counts":{"error":0,"warning":0,"info":0}}');
});
