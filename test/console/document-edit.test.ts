// Does not prove that a text stays as it is where an alias or a merged key speaks for several places: that document is written anew.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { addDocument, listDocuments, readDocument, removeValue, setValue } from "../../src/console/document-edit.js";
import { isSame } from "../../src/console/document-edit/same.js";

const text = `# Reviews, of the shop.
service: shop/reviews   # the identity
timeout: 3s             # long enough

# In turn.
loadBalancer: { simple: 'ROUND_ROBIN' }
retries:
  attempts: 2
  # each of them
  perTryTimeout: "500ms" # short
versions:
    v1: {version: v1}
    v2: { version: v2 }
---
# The namespace.
namespace: shop
access:
  allow:
    - from: [shop/a]   # a
      methods: [GET]
    # then b
    - { from: [shop/b] }
`;

/** The lines that an edit changes: `-` and `+`. */
function changed(after: string, before = text): string[] {
  const own = before.split("\n");
  const others = after.split("\n");
  const start = own.findIndex((line, index) => line !== others[index]);
  let end = 0;
  while (end < own.length - start && end < others.length - start && own.at(-1 - end) === others.at(-1 - end)) end++;
  return [
    ...own.slice(start, own.length - end).map((line) => `-${line}`),
    ...others.slice(start, others.length - end).map((line) => `+${line}`),
  ];
}

describe("a value is set", () => {
  it.each<[string[], unknown, string[]]>([
    [["timeout"], "5s", ["-timeout: 3s             # long enough", "+timeout: 5s             # long enough"]],
    [
      ["loadBalancer", "simple"],
      "RANDOM",
      ["-loadBalancer: { simple: 'ROUND_ROBIN' }", "+loadBalancer: { simple: 'RANDOM' }"],
    ],
    [
      ["loadBalancer"],
      { simple: "ROUND_ROBIN", warmup: { duration: "3s" } },
      [
        "-loadBalancer: { simple: 'ROUND_ROBIN' }",
        "+loadBalancer: { simple: 'ROUND_ROBIN', warmup: { duration: 3s } }",
      ],
    ],
    [
      ["retries"],
      { attempts: 2, perTryTimeout: "1s" },
      ['-  perTryTimeout: "500ms" # short', '+  perTryTimeout: "1s" # short'],
    ],
    [["retries", "retryOn"], "5xx,reset", ['+  retryOn: "5xx,reset"']],
    [
      ["retries"],
      { attempts: 0 },
      [
        "-  attempts: 2",
        "-  # each of them",
        '-  perTryTimeout: "500ms" # short',
        "+  attempts: 0",
        "+  # each of them",
      ],
    ],
    [
      ["timeout"],
      { seconds: 3 },
      ["-timeout: 3s             # long enough", "+timeout: { seconds: 3 }             # long enough"],
    ],
    [["versions", "v1"], { version: "" }, ["-    v1: {version: v1}", '+    v1: {version: ""}']],
    [["mtls"], { mode: "STRICT" }, ["+mtls: { mode: STRICT }"]],
    [["versions", "v3"], { version: "v3" }, ["+    v3: { version: v3 }"]],
  ])("at %j: %j", (path, value, lines) => {
    const after = setValue(text, 0, path, value);
    expect(changed(after)).toEqual(lines);
    expect(valueAt(after, 0, path)).toEqual(value);
  });

  it("in a list of blocks", () => {
    const allow = [{ from: ["shop/a", "shop/c"], methods: ["GET"] }, { from: ["shop/b"] }];
    expect(changed(setValue(text, 1, ["access", "allow"], allow))).toEqual([
      "-    - from: [shop/a]   # a",
      "+    - from: [shop/a, shop/c]   # a",
    ]);
  });

  it("as an item in a list of blocks", () => {
    const allow = [{ from: ["shop/a"], methods: ["GET"] }, { from: ["shop/x"] }, { from: ["shop/b"] }];
    expect(changed(setValue(text, 1, ["access", "allow"], allow))).toEqual(["+    - { from: [shop/x] }"]);
  });

  it("that is the same: nothing changes", () => {
    expect(setValue(text, 0, ["versions"], { v2: { version: "v2" }, v1: { version: "v1" } })).toBe(text);
  });

  it("that is long, on lines of its own", () => {
    const rules = [
      { from: ["shop/productpage", "shop/reviews"], methods: ["GET", "HEAD"], paths: ["/ratings/*", "/x/*"] },
    ];
    expect(setValue("service: a/b\n", 0, ["access"], { default: "deny", allow: rules })).toBe(
      [
        "service: a/b",
        "access:",
        "  default: deny",
        "  allow:",
        "    - from: [shop/productpage, shop/reviews]",
        "      methods: [GET, HEAD]",
        "      paths: [/ratings/*, /x/*]",
        "",
      ].join("\n"),
    );
  });

  it("with the line breaks of Windows", () => {
    const windows = text.replaceAll("\n", "\r\n");
    expect(setValue(windows, 0, ["mtls"], { mode: "STRICT" })).toBe(
      setValue(text, 0, ["mtls"], { mode: "STRICT" }).replaceAll("\n", "\r\n"),
    );
  });

  it("with quotes around a text that YAML 1.1 takes for something else", () => {
    const values = ["on", "no", "y", "0644", "1_000", "web"];
    expect(setValue("service: a/b\n", 0, ["list"], values)).toBe(
      'service: a/b\nlist: ["on", "no", "y", "0644", "1_000", web]\n',
    );
    expect(setValue("service: a/b\n", 0, ["map", "n"], "x")).toBe('service: a/b\nmap: { "n": x }\n');
  });

  it("in place of an empty text, whose quotes it does not need", () => {
    expect(setValue('service: a/b\ntimeout: ""\n', 0, ["timeout"], "3s")).toBe("service: a/b\ntimeout: 3s\n");
  });

  it("behind a last line without an end", () => {
    expect(setValue("service: a/b\ntimeout: 1s", 0, ["mtls"], { mode: "STRICT" })).toBe(
      "service: a/b\ntimeout: 1s\nmtls: { mode: STRICT }",
    );
  });

  it("where an alias says the same, and the other place keeps its own", () => {
    const shared = "service: a/b\nretries: &r { attempts: 1 } # r\nother: *r\nlast: 1 # l\n";
    expect(setValue(shared, 0, ["retries", "attempts"], 2)).toBe(
      "service: a/b\nretries: &r { attempts: 2 } # r\nother: { attempts: 1 }\nlast: 1 # l\n",
    );
  });

  it("where a merged key says it", () => {
    const merged = "service: a/b # s\nbase: &b { attempts: 1 }\nretries: { <<: *b, retryOn: 5xx }\n";
    expect(setValue(merged, 0, ["retries"], { attempts: 1, retryOn: "5xx", backoff: "1s" })).toBe(
      "service: a/b # s\nbase: &b { attempts: 1 }\nretries: { <<: *b, retryOn: 5xx, backoff: 1s }\n",
    );
    expect(setValue(merged, 0, ["retries"], { attempts: 3, retryOn: "5xx" })).toBe(
      "service: a/b # s\nbase: &b { attempts: 1 }\nretries: { <<: *b, retryOn: 5xx, attempts: 3 }\n",
    );
    expect(setValue(merged, 0, ["retries"], { retryOn: "5xx" })).toBe(
      "service: a/b # s\nbase: &b { attempts: 1 }\nretries: { retryOn: 5xx }\n",
    );
  });
});

describe("a value is removed", () => {
  it.each<[number, string[], string[]]>([
    [0, ["timeout"], ["-timeout: 3s             # long enough"]],
    [0, ["retries"], ["-retries:", "-  attempts: 2", "-  # each of them", '-  perTryTimeout: "500ms" # short']],
    [0, ["versions", "v1"], ["-    v1: {version: v1}"]],
    [0, ["loadBalancer", "simple"], ["-loadBalancer: { simple: 'ROUND_ROBIN' }", "+loadBalancer: {}"]],
  ])("of document %i at %j", (index, path, lines) => {
    expect(changed(removeValue(text, index, path))).toEqual(lines);
  });
});

describe("documents", () => {
  it("are listed", () => {
    expect(listDocuments(`---\n---\n${text}---\nkind: Service\n`)).toEqual([
      { index: 1, type: "service", id: "shop/reviews" },
      { index: 2, type: "namespace", id: "shop" },
    ]);
  });

  it("are added behind the others, or to nothing", () => {
    expect(addDocument(text, "mesh", "dev")).toBe(`${text}---\nmesh: dev\n`);
    expect(addDocument("", "service", "shop/cart")).toBe("service: shop/cart\n");
  });

  it("that are no YAML say so, and are not changed", () => {
    expect(readDocument("a: [1", 0).error).toMatch(/^Flow sequence in block collection must be sufficiently indented/);
    expect(() => setValue("a: [1", 0, ["b"], 1)).toThrow("Flow sequence in block collection");
    expect(() => setValue("a: 1\n", 3, ["b"], 1)).toThrow("there is no document 4");
  });
});

describe("whatever the text is", () => {
  const key = fc.constantFrom("timeout", "retries", "mtls", "a-b", "9090", "x y", "null", "#c");
  const scalar = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      "3s",
      "5xx,reset",
      "yes",
      "1",
      "null",
      "a: b",
      "- a",
      "{",
      "# c",
      "'",
      '"',
      " x ",
      "é",
      "line\nbreak",
    ),
    fc.integer(),
    fc.boolean(),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalar,
      fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
  }));
  const root = fc.dictionary(key, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true });
  const style = fc.record({
    collectionStyle: fc.constantFrom("any" as const, "flow" as const),
    indentSeq: fc.boolean(),
    indent: fc.constantFrom(2, 4),
    defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_SINGLE" as const, "QUOTE_DOUBLE" as const),
  });

  it("what is set is what is read, and other documents keep every byte", () => {
    fc.assert(
      fc.property(root, style, fc.array(key, { minLength: 1, maxLength: 2 }), value, (before, yaml, path, wanted) => {
        const first = "# first\nservice: 'a/b' # b\n---\n";
        const last = "---\n# last\nmesh:   x\n";
        const written = setValue(first + stringify(before, yaml) + last, 1, path, wanted);
        expect(valueAt(written, 1, path)).toEqual(wanted);
        expect(written.startsWith(first)).toBe(true);
        expect(written.endsWith(last)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("lines of other keys stay, comments among them", () => {
    fc.assert(
      fc.property(root, style, key, value, (before, yaml, at, wanted) => {
        fc.pre(yaml.collectionStyle !== "flow");
        const commented = Object.entries(before).map(
          ([name, inner]) => `# of ${name}\n${stringify({ [name]: inner }, yaml)}`,
        );
        const after = setValue(commented.join("\n"), 0, [at], wanted);
        const others = Object.keys(before).flatMap((name, index) => (name === at ? [] : [commented[index] ?? ""]));
        for (const block of others) expect(after).toContain(block.trimEnd());
      }),
      { numRuns: 400 },
    );
  });

  it("what is removed is gone, and nothing else", () => {
    fc.assert(
      fc.property(root, style, key, (before, yaml, at) => {
        fc.pre(at in before);
        const rest = Object.fromEntries(Object.entries(before).filter(([name]) => name !== at));
        const after = readDocument(removeValue(stringify(before, yaml), 0, [at]), 0);
        expect(isSame(after.value, rest)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

function valueAt(after: string, index: number, path: readonly string[]): unknown {
  const { value, error } = readDocument(after, index);
  expect(error).toBeUndefined();
  return path.reduce<any>((inner, key) => inner?.[key], value);
}
