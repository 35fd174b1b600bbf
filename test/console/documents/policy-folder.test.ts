// Real folders. Does not prove that nothing is lost when the machine loses its power: that files are on the disk before they are
// named is not to be seen from here.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computeVersion } from "../../../src/console/documents/files.js";
import { createPolicyFolder } from "../../../src/console/documents/policy-folder.js";
import { Refusal } from "../../../src/console/server/refusal.js";

const folder = "stacks/dev/policies";
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mesh-console-"));
  put(`${folder}/a.yaml`, "mesh: a\n");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
const get = (file: string) => readFileSync(join(root, file), "utf8");
const list = () => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).sort();
const open = () => createPolicyFolder(root, folder);
const change = (file: string, text: string | null, before: string | null) => {
  return { file: `${folder}/${file}`, text, version: before === null ? null : computeVersion(before) };
};
const refused = (status: number, error: string) => expect.objectContaining({ status, problem: { error } }) as Refusal;

it("reads files with versions of their texts", () => {
  put(`${folder}/shop/b.yml`, "mesh: b\n");
  expect([...open().read()]).toEqual([
    [`${folder}/a.yaml`, { text: "mesh: a\n", version: computeVersion("mesh: a\n"), isForeign: false }],
    [`${folder}/shop/b.yml`, { text: "mesh: b\n", version: computeVersion("mesh: b\n"), isForeign: false }],
  ]);
  expect(computeVersion("mesh: a\n")).not.toBe(computeVersion("mesh: b\n"));
});

it("changes, makes and removes files, also in folders that are not there yet, and leaves nothing else", () => {
  put(`${folder}/b.yaml`, "mesh: b\n");
  const outcome = open().write([
    change("a.yaml", "mesh: c\n", "mesh: a\n"),
    change("b.yaml", null, "mesh: b\n"),
    change("new/deep/d.yaml", "mesh: d\n", null),
  ]);
  expect(outcome).toEqual({
    written: [
      { file: `${folder}/a.yaml`, version: computeVersion("mesh: c\n") },
      { file: `${folder}/b.yaml`, version: null },
      { file: `${folder}/new/deep/d.yaml`, version: computeVersion("mesh: d\n") },
    ],
  });
  expect(list()).toEqual(["a.yaml", "new", "new/deep", "new/deep/d.yaml"]);
  expect([get(`${folder}/a.yaml`), get(`${folder}/new/deep/d.yaml`)]).toEqual(["mesh: c\n", "mesh: d\n"]);
});

it("makes the folder where there is none", () => {
  rmSync(join(root, "stacks"), { recursive: true });
  open().write([change("a.yaml", "mesh: a\n", null)]);
  expect(get(`${folder}/a.yaml`)).toBe("mesh: a\n");
});

it("keeps who may read a file", () => {
  chmodSync(join(root, folder, "a.yaml"), 0o600);
  open().write([change("a.yaml", "mesh: c\n", "mesh: a\n")]);
  expect(statSync(join(root, folder, "a.yaml")).mode & 0o777).toBe(0o600);
});

it("writes nothing at all where one of several files is another one by now", () => {
  put(`${folder}/b.yaml`, "mesh: theirs\n");
  const outcome = open().write([
    change("a.yaml", "mesh: c\n", "mesh: a\n"),
    change("b.yaml", "mesh: c\n", "mesh: b\n"),
  ]);
  expect(outcome).toEqual({
    conflicts: [{ file: `${folder}/b.yaml`, version: computeVersion("mesh: theirs\n"), text: "mesh: theirs\n" }],
  });
  expect(get(`${folder}/a.yaml`)).toBe("mesh: a\n");
  expect(list()).toEqual(["a.yaml", "b.yaml"]);
});

it("writes nothing where a file cannot even be made ready", () => {
  put(`${folder}/file`, "");
  const changes = [change("a.yaml", "mesh: c\n", "mesh: a\n"), change("file/d.yaml", "mesh: d\n", null)];
  expect(() => open().write(changes)).toThrow(/ENOTDIR|EEXIST/);
  expect(get(`${folder}/a.yaml`)).toBe("mesh: a\n");
  expect(list()).toEqual(["a.yaml", "file"]);
});

it("puts back what it has written where a later file cannot be", () => {
  put(`${folder}/b.yaml`, "mesh: b\n");
  // The last one needs a folder of the name of the third: only when that is to be written, it turns out.
  const changes = [
    change("a.yaml", "mesh: c\n", "mesh: a\n"),
    change("b.yaml", null, "mesh: b\n"),
    change("c.yaml", "mesh: c\n", null),
    change("c.yaml/d.yaml", "mesh: d\n", null),
  ];
  expect(() => open().write(changes)).toThrow(/EISDIR/);
  expect([get(`${folder}/a.yaml`), get(`${folder}/b.yaml`)]).toEqual(["mesh: a\n", "mesh: b\n"]);
  expect([...open().read().keys()]).toEqual([`${folder}/a.yaml`, `${folder}/b.yaml`]);
  expect(list()).toEqual(["a.yaml", "b.yaml", "c.yaml"]);
});

describe("links", () => {
  it("that lead out are planned with, and neither shown nor written", () => {
    put("outside.yaml", "mesh: outside\n");
    symlinkSync(join(root, "outside.yaml"), join(root, folder, "link.yaml"));
    expect(open().read().get(`${folder}/link.yaml`)?.isForeign).toBe(true);
    const path = join(root, folder, "link.yaml");
    expect(() => open().write([change("link.yaml", "mesh: mine\n", "mesh: outside\n")])).toThrow(
      refused(403, `${path} is a link to a place outside of ${join(root, folder)}; change its target`),
    );
    expect(get("outside.yaml")).toBe("mesh: outside\n");
  });

  it("of folders that lead out are not written into", () => {
    mkdirSync(join(root, "outside"));
    symlinkSync(join(root, "outside"), join(root, folder, "link"));
    for (const name of ["link/a.yaml", "link/deep/a.yaml"]) {
      expect(() => open().write([change(name, "mesh: mine\n", null)])).toThrow(Refusal);
    }
    expect(readdirSync(join(root, "outside"))).toEqual([]);
  });

  it("that lead nowhere are not written through", () => {
    symlinkSync(join(root, "absent.yaml"), join(root, folder, "link.yaml"));
    expect(() => open().write([change("link.yaml", "mesh: mine\n", null)])).toThrow(Refusal);
    expect(existsSync(join(root, "absent.yaml"))).toBe(false);
  });

  it("within the folder stay links: what they lead to is written", () => {
    symlinkSync("a.yaml", join(root, folder, "link.yaml"));
    open().write([change("link.yaml", "mesh: c\n", "mesh: a\n")]);
    expect(get(`${folder}/a.yaml`)).toBe("mesh: c\n");
    expect(list()).toEqual(["a.yaml", "link.yaml"]);
  });

  it("as the folder itself are followed", () => {
    mkdirSync(join(root, "stacks/prod"));
    symlinkSync(join(root, folder), join(root, "stacks/prod/policies"));
    const files = createPolicyFolder(root, "stacks/prod/policies");
    const name = "stacks/prod/policies/a.yaml";
    expect(files.read().get(name)?.isForeign).toBe(false);
    files.write([{ file: name, text: "mesh: c\n", version: computeVersion("mesh: a\n") }]);
    expect(get(`${folder}/a.yaml`)).toBe("mesh: c\n");
  });
});

it("refuses names outside of it, and folders", () => {
  const name = "stacks/dev/policies/../../Pulumi.dev.yaml";
  expect(() => open().write([{ file: name, text: "", version: null }])).toThrow(Refusal);
  mkdirSync(join(root, folder, "b.yaml"));
  const path = join(root, folder, "b.yaml");
  expect(() => open().write([change("b.yaml", "mesh: b\n", null)])).toThrow(refused(400, `${path} is a folder`));
});

it("says of a file that is not a text where it is", () => {
  writeFileSync(join(root, folder, "b.yaml"), Buffer.from([0xff, 0xfe]));
  expect(() => open().read()).toThrow(
    `${folder}/b.yaml: error MESH0201: the file is not UTF-8 text; correct the document; nothing has been changed`,
  );
});
