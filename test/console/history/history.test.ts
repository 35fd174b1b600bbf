// Git itself, in a repository made for it. Does not prove that every repository lets itself be read: a broken one is an error.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGitHistory, isInRepository } from "../../../src/console/history/git-history.js";
import { joinHistory } from "../../../src/console/history/history.js";
import { createKeptHistory } from "../../../src/console/history/kept-history.js";
import { readStartTime, readUpdates } from "../../../src/console/history/update-history.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-console-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = "stacks/dev/policies/a.yaml";

describe("git", () => {
  const root = () => join(folder, "project");
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: root(),
      encoding: "utf8",
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "Ada",
        GIT_AUTHOR_EMAIL: "ada@example.com",
        GIT_COMMITTER_NAME: "Ada",
        GIT_COMMITTER_EMAIL: "ada@example.com",
      },
    });
  const commit = (name: string, text: string | null, message: string, date: string) => {
    mkdirSync(join(root(), name, ".."), { recursive: true });
    if (text === null) rmSync(join(root(), name));
    else writeFileSync(join(root(), name), text);
    git("add", "--all", ".");
    git("commit", "--quiet", "--no-gpg-sign", "--message", message, "--date", date);
    return git("rev-parse", "HEAD").trim();
  };
  beforeEach(() => {
    mkdirSync(root());
    // The project is a folder of a larger repository.
    execFileSync("git", ["init", "--quiet", folder]);
  });

  it("lists the commits of a file, the newest first, with the texts that they left", async () => {
    const first = commit(file, "one\n", "Begin: a | b %s", "2026-01-01T10:00:00+01:00");
    commit("stacks/dev/policies/b.yaml", "b\n", "Another file", "2026-01-02T10:00:00Z");
    const second = commit(file, "two\n", "Go on\n\nAt length.", "2026-01-03T10:00:00Z");
    const history = createGitHistory(root());
    expect(await history.list(file)).toEqual([
      { id: second, kind: "commit", time: "2026-01-03T10:00:00.000Z", author: "Ada", message: "Go on" },
      { id: first, kind: "commit", time: "2026-01-01T09:00:00.000Z", author: "Ada", message: "Begin: a | b %s" },
    ]);
    expect(await history.text(file, first)).toBe("one\n");
    expect(await history.text(file, second)).toBe("two\n");
  });

  it("leaves out the commit that removed the file", async () => {
    const first = commit(file, "one\n", "Begin", "2026-01-01T10:00:00Z");
    commit(file, null, "Remove", "2026-01-02T10:00:00Z");
    expect((await createGitHistory(root()).list(file)).map(({ id }) => id)).toEqual([first]);
  });

  it("takes names as they are: no pattern, no option", async () => {
    commit(file, "one\n", "Begin", "2026-01-01T10:00:00Z");
    const history = createGitHistory(root());
    for (const name of ["stacks/dev/policies/*.yaml", ":(glob)**", "--all", "-p"]) {
      expect(await history.list(name)).toEqual([]);
    }
  });

  it("knows no text by anything but a commit's name", async () => {
    const first = commit(file, "one\n", "Begin", "2026-01-01T10:00:00Z");
    const history = createGitHistory(root());
    for (const id of ["HEAD", first.slice(0, 8), "--help", `${first}:..`, "0".repeat(40), ""]) {
      expect(await history.text(file, id)).toBeUndefined();
    }
    expect(await history.text("stacks/dev/policies/absent.yaml", first)).toBeUndefined();
  });

  it("is empty without commits", async () => {
    expect(await createGitHistory(root()).list(file)).toEqual([]);
  });

  it("is used in repositories alone", async () => {
    expect(await isInRepository(root())).toBe(true);
    rmSync(join(folder, ".git"), { recursive: true });
    expect(await isInRepository(root())).toBe(false);
    expect(await isInRepository(join(folder, "absent"))).toBe(false);
  });
});

describe("kept texts", () => {
  const time = Date.UTC(2026, 0, 1);

  it("are listed, the newest first, and are two within a millisecond", async () => {
    const history = createKeptHistory(folder, () => time);
    history.keep([{ file, text: "one\n", version: null }], {});
    history.keep([{ file, text: "two\n", version: null }], {});
    history.keep([{ file: "other.yaml", text: "b\n", version: null }], {});
    const message = "written by the console";
    expect(await history.list(file)).toEqual([
      { id: String(time + 1), kind: "kept", time: "2026-01-01T00:00:00.001Z", message },
      { id: String(time), kind: "kept", time: "2026-01-01T00:00:00.000Z", message },
    ]);
    expect(await history.text(file, String(time))).toBe("one\n");
    expect(await history.text(file, String(time + 1))).toBe("two\n");
  });

  it("have what was there before the console wrote, which nobody else keeps", async () => {
    const history = createKeptHistory(folder, () => time);
    history.keep([{ file, text: "two\n", version: null }], { [file]: "one\n" });
    history.keep([{ file, text: "three\n", version: null }], { [file]: "two\n" });
    history.keep([{ file, text: "five\n", version: null }], { [file]: "four\n" });
    const entries = await history.list(file);
    const texts = await Promise.all(entries.map(({ id }) => history.text(file, id)));
    const [own, found] = ["written by the console", "found by the console, written by somebody else"];
    expect(entries.map(({ message }, index) => [texts[index], message])).toEqual([
      ["five\n", own],
      ["four\n", found],
      ["three\n", own],
      ["two\n", own],
      ["one\n", found],
    ]);
  });

  it("of a removed file stay, and the removal has none", async () => {
    const history = createKeptHistory(folder, () => time);
    history.keep([{ file, text: "one\n", version: null }], {});
    history.keep([{ file, text: null, version: null }], {});
    expect((await history.list(file)).map(({ id }) => id)).toEqual([String(time)]);
    expect(await history.text(file, String(time + 1))).toBeUndefined();
  });

  it("have no others: names lead nowhere", async () => {
    const history = createKeptHistory(join(folder, "kept"), () => time);
    writeFileSync(join(folder, "secret.json"), '{ "text": "secret" }');
    history.keep([{ file: "../secret", text: "x", version: null }], {});
    expect(await history.text(file, "../../secret")).toBeUndefined();
    expect(await history.text("absent.yaml", String(time))).toBeUndefined();
    expect(readdirSync(folder)).toEqual(["kept", "secret.json"]);
  });
});

it("updates of the stack stand between the versions, by time", async () => {
  const updates = readUpdates([
    {
      kind: "update",
      startTime: "2026-01-02T10:00:00.000Z",
      message: "",
      environment: { "git.author": "Grace" },
      config: {},
      result: "succeeded",
      endTime: "2026-01-02T10:01:00.000Z",
      version: 0,
      resourceChanges: { create: 2, same: 3 },
    },
    { kind: "destroy", startTime: "2026-01-04T10:00:00.000Z", message: "away", result: "failed" },
  ]);
  const commit = { id: "c", kind: "commit", time: "2026-01-03T10:00:00+09:00", message: "Go on" } as const;
  const versions = {
    list: () => Promise.resolve([commit]),
    text: () => Promise.resolve("text"),
    keep: () => undefined,
  };
  expect(updates.map(({ id }) => readStartTime(id))).toEqual(["2026-01-02T10:00:00.000Z", "2026-01-04T10:00:00.000Z"]);
  expect([commit.id, "update-", "update-soon"].map(readStartTime)).toEqual([undefined, undefined, undefined]);
  expect(
    await joinHistory(versions, { list: () => Promise.resolve(updates), objects: () => undefined }).list(file),
  ).toEqual([
    {
      id: "update-2026-01-04T10:00:00.000Z",
      kind: "update",
      time: "2026-01-04T10:00:00.000Z",
      message: "destroy failed: away",
    },
    commit,
    {
      id: "update-2026-01-02T10:00:00.000Z",
      kind: "update",
      time: "2026-01-02T10:00:00.000Z",
      message: "update succeeded",
      changes: { create: 2, same: 3 },
    },
  ]);
});
