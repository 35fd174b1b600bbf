// Ports in memory: what is read, checked and written. Does not prove that the folder is what it says: policy-folder.test.ts does.
import { describe, expect, it } from "vitest";
import type { CheckResult, Conflict, KindInfo, MeshMap } from "../../../src/console/contract.js";
import { computeVersion } from "../../../src/console/documents/files.js";
import { kinds } from "../../../src/policy/registry.js";
import { folder, reviews, startConsole, web } from "../memory.js";

const file = `${folder}/reviews.yaml`;
const version = computeVersion(reviews);
const later = reviews.replace("3s", "5s");
const changes = [{ file, text: later, version }];
const read = async <T>(answer: Promise<Response>) => {
  const { status, body } = await answer.then(async (one) => ({ status: one.status, body: (await one.json()) as T }));
  return { status, body };
};

describe("what there is", () => {
  it("session", async () => {
    const { send } = await startConsole({ write: "files" });
    expect(await read(send("GET", "/api/session"))).toEqual({
      status: 200,
      body: { stack: "dev", write: "files", csrfToken: "secret-3", folder },
    });
  });

  it("what runs now", async () => {
    const { send } = await startConsole();
    expect(await read(send("GET", "/api/status"))).toEqual({ status: 200, body: { unreachable: "no cluster" } });
  });

  it("kinds, each with the schema of its value", async () => {
    const { send } = await startConsole();
    const { body } = await read<KindInfo[]>(send("GET", "/api/kinds"));
    expect(body.map(({ key }) => key)).toEqual(kinds.map(({ key }) => key));
    expect(body.find(({ key }) => key === "mirror")?.schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: { percentage: { minimum: 0, maximum: 100 } },
    });
  });

  it("files, and one with its text", async () => {
    const { send } = await startConsole();
    const documents = [{ index: 0, type: "service", id: "shop/reviews" }];
    const other = { file: `${folder}/web.yaml`, version: computeVersion(web) };
    expect((await read(send("GET", "/api/files"))).body).toEqual([
      { file, version, documents },
      { ...other, documents: [{ index: 0, type: "service", id: "shop/web" }] },
    ]);
    expect((await read(send("GET", `/api/file?file=${file}`))).body).toEqual({
      file,
      version,
      documents,
      text: reviews,
    });
  });

  it("no file of another name", async () => {
    const { send } = await startConsole();
    const absent = `${folder}/absent.yaml`;
    expect(await read(send("GET", `/api/file?file=${absent}`))).toEqual({
      status: 404,
      body: { error: `there is no file ${absent}` },
    });
    expect(await read(send("GET", "/api/file"))).toEqual({
      status: 400,
      body: { error: "the query must have file" },
    });
  });

  it("the map", async () => {
    const { send } = await startConsole();
    const { body } = await read<MeshMap>(send("GET", "/api/mesh"));
    expect(body.services.map(({ id }) => id)).toEqual(["shop/reviews", "shop/web"]);
    expect(body.edges).toEqual([{ kind: "call", from: "shop/web", to: "shop/reviews" }]);
  });
});

describe("names that lead elsewhere", () => {
  const names = [
    "/etc/passwd",
    `/${folder}/a.yaml`,
    `${folder}/../../Pulumi.dev.yaml`,
    `${folder}/./a.yaml`,
    `${folder}//a.yaml`,
    `${folder}/a\0.yaml`,
    `${folder}/a\n.yaml`,
    `${folder}/..\\a.yaml`,
    `${folder}/.hidden.yaml`,
    `${folder}/.git/a.yaml`,
    `${folder}/a.txt`,
    `${folder}/yaml`,
    `${folder}/`,
    `${folder}x/a.yaml`,
    "stacks/Pulumi.dev.yaml",
    `${folder}/${"a".repeat(201)}.yaml`,
  ];
  const refused = (name: string) => ({
    status: 400,
    body: {
      error:
        `${JSON.stringify(name)} is not a file of policies; it must be a .yaml or .yml file below ${folder}, ` +
        "without . at the beginning of a name",
    },
  });

  it.each(names)("%j is refused by all that takes a name", async (name) => {
    const { send, files } = await startConsole();
    const before = [...files];
    const body = { changes: [{ file: name, text: "mesh: all\n", version: null }] };
    const query = `file=${encodeURIComponent(name)}`;
    expect(await read(send("GET", `/api/file?${query}`))).toEqual(refused(name));
    expect(await read(send("GET", `/api/history?${query}`))).toEqual(refused(name));
    expect(await read(send("GET", `/api/history/text?${query}&id=1`))).toEqual(refused(name));
    expect(await read(send("PUT", "/api/files", body))).toEqual(refused(name));
    expect(await read(send("POST", "/api/check", body))).toEqual(refused(name));
    expect(await read(send("POST", "/api/runs", { ...body, verb: "preview" }))).toEqual(refused(name));
    expect([...files]).toEqual(before);
  });

  it.each(["shop", "shop/reviews/x", "shop/-x", "shop/..", "--all/x", "shop/a b"])(
    "%j is not a service to look at",
    async (name) => {
      const { send } = await startConsole();
      expect(await read(send("GET", `/api/live?service=${encodeURIComponent(name)}`))).toEqual({
        status: 400,
        body: { error: `service is ${JSON.stringify(name)}; it must be <namespace>/<name>` },
      });
    },
  );
});

describe("writing", () => {
  it("changes, adds and removes files at once, and keeps what was written", async () => {
    const { send, files, kept } = await startConsole();
    const all = [
      ...changes,
      { file: `${folder}/web.yaml`, text: null, version: computeVersion(web) },
      { file: `${folder}/new/mesh.yaml`, text: "mesh: all\n", version: null },
    ];
    expect(await read(send("PUT", "/api/files", { changes: all }))).toEqual({
      status: 200,
      body: {
        files: [
          { file, version: computeVersion(later) },
          { file: `${folder}/web.yaml`, version: null },
          { file: `${folder}/new/mesh.yaml`, version: computeVersion("mesh: all\n") },
        ],
      },
    });
    expect([...files]).toEqual([
      [file, later],
      [`${folder}/new/mesh.yaml`, "mesh: all\n"],
    ]);
    expect(kept).toEqual([all]);
  });

  it("says what somebody else wrote in the meantime, and writes nothing at all", async () => {
    const { send, files, kept } = await startConsole();
    const theirs = reviews.replace("3s", "1s");
    files.set(file, theirs);
    const all = [...changes, { file: `${folder}/new.yaml`, text: "mesh: all\n", version: null }];
    const { status, body } = await read<Conflict>(send("PUT", "/api/files", { changes: all }));
    expect(status).toBe(409);
    expect(body).toEqual({
      error: `somebody else has changed ${file} in the meantime; nothing has been written`,
      conflicts: [
        {
          file,
          version: computeVersion(theirs),
          text: theirs,
          patch: [
            `--- ${file}`,
            `+++ ${file}`,
            "@@ -1,3 +1,3 @@",
            " # Reviews answer within 3 s.",
            " service: shop/reviews",
            "-timeout: 1s",
            "+timeout: 5s",
            "",
          ].join("\n"),
        },
      ],
    });
    expect(files.get(file)).toBe(theirs);
    expect(files.has(`${folder}/new.yaml`)).toBe(false);
    expect(kept).toEqual([]);
  });

  it("of a file that somebody removed, or made, is a conflict too", async () => {
    const { send, files } = await startConsole();
    files.delete(file);
    expect((await read<Conflict>(send("PUT", "/api/files", { changes }))).body.conflicts).toMatchObject([
      { file, version: null, text: null },
    ]);
    const made = [{ file: `${folder}/web.yaml`, text: "", version: null }];
    expect((await read<Conflict>(send("PUT", "/api/files", { changes: made }))).body.conflicts).toMatchObject([
      { file: `${folder}/web.yaml`, version: computeVersion(web), text: web },
    ]);
  });

  it("is refused by a console that only looks", async () => {
    const { send, files } = await startConsole({ write: "none" });
    expect(await read(send("PUT", "/api/files", { changes }))).toEqual({
      status: 403,
      body: { error: "this console only looks: it was started with --read-only" },
    });
    expect(files.get(file)).toBe(reviews);
  });
});

describe("check", () => {
  const ask = async (text: string | null) => {
    const { send } = await startConsole();
    return (await read<CheckResult>(send("POST", "/api/check", { changes: [{ file, text, version }] }))).body;
  };

  it("says what becomes of files and objects, and whom it reaches", async () => {
    const { objects, ...rest } = await ask(later);
    expect(rest).toEqual({
      findings: [],
      added: [],
      removed: [],
      isStopped: false,
      files: [
        {
          file,
          patch: [
            `--- ${file}`,
            `+++ ${file}`,
            "@@ -1,3 +1,3 @@",
            " # Reviews answer within 3 s.",
            " service: shop/reviews",
            "-timeout: 3s",
            "+timeout: 5s",
            "",
          ].join("\n"),
        },
      ],
      callers: ["shop/web"],
      routes: ["shop/reviews.shop.svc.cluster.local: default"],
    });
    expect(objects).toMatchObject([{ change: "update", kind: "VirtualService", namespace: "shop", name: "reviews" }]);
    expect(objects[0]?.before).toContain("timeout: 3s");
    expect(objects[0]?.after).toContain("timeout: 5s");
  });

  it("says of a bad value which field it is of, and that it stops a run", async () => {
    const { added, findings, removed, isStopped, objects } = await ask(reviews.replace("3s", "soon"));
    expect(added).toMatchObject([
      { code: "MESH0201", level: "error", file, line: 3, column: 1, document: 0, path: ["timeout"] },
    ]);
    expect({ findings, removed, isStopped, objects }).toEqual({
      findings: added,
      removed: [],
      isStopped: true,
      objects: [],
    });
  });

  it("says of what the analysis finds in an object which policy makes that", async () => {
    const { added, isStopped } = await ask(
      `${reviews}versions: { v2: { version: v2 } }\nroutes: [{ name: next, to: { v2: 100 } }]\n`,
    );
    const place = { file, line: 4, column: 1, document: 0, path: ["versions"] };
    expect(added).toMatchObject([{ code: "IST0173", level: "error", ...place }]);
    expect(isStopped).toBe(true);
  });

  it("names what it takes away", async () => {
    const { send, files } = await startConsole();
    files.set(file, "service: shop/reviews\ntimeout: soon\n");
    const all = { changes: [{ file, text: reviews, version: null }] };
    const { body } = await read<CheckResult>(send("POST", "/api/check", all));
    expect(body.removed).toMatchObject([{ code: "MESH0201", file }]);
    expect(body).toMatchObject({ added: [], findings: [], isStopped: false });
  });

  it("says of a removed file which objects go", async () => {
    const { objects, files } = await ask(null);
    expect(objects).toMatchObject([{ change: "delete", kind: "VirtualService", name: "reviews" }]);
    expect(files[0]?.patch).toContain("+++ /dev/null");
  });

  it("changes no file", async () => {
    const { send, files } = await startConsole();
    const before = [...files];
    await send("POST", "/api/check", { changes });
    expect([...files]).toEqual(before);
  });
});
