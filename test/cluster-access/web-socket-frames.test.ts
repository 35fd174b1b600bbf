// Does not prove that a server sends such frames: test/cluster-access/pod-command.test.ts asks one of our own, the live tests Kubernetes'.
import { expect, it } from "vitest";
import { FrameReader, formatPong } from "../../src/cluster-access/web-socket-frames.js";

/** A frame as a server writes it. */
function frame(first: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const size = Buffer.alloc(length < 65_536 ? 4 : 10);
  size.writeUInt8(first, 0);
  size.writeUInt8(length < 65_536 ? 126 : 127, 1);
  if (length < 65_536) size.writeUInt16BE(length, 2);
  else size.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([size, payload]);
}

/** What a reader makes of bytes that come in pieces of a size. */
function read(bytes: Buffer, size: number) {
  const reader = new FrameReader();
  const found = { messages: [] as string[], pings: [] as string[], isClosed: false };
  for (let start = 0; start < bytes.length; start += size) {
    const { messages, pings, isClosed } = reader.read(bytes.subarray(start, start + size));
    found.messages.push(...messages.map(String));
    found.pings.push(...pings.map(String));
    found.isClosed ||= isClosed;
  }
  return found;
}

const long = "a".repeat(300);
const longer = "b".repeat(70_000);
const all = Buffer.concat([
  frame(0x82, "one"),
  frame(0x82, ""),
  frame(0x02, "two, "),
  // A ping may come between the pieces of a message.
  frame(0x89, "still there?"),
  frame(0x00, "and "),
  frame(0x80, "three"),
  frame(0x8a, "a pong"),
  frame(0x82, long),
  frame(0x82, longer),
  frame(0x88, ""),
]);

it.each([1, 2, 3, 7, 1000, all.length])("reads frames of all sizes in pieces of %i bytes", (size) => {
  expect(read(all, size)).toEqual({
    messages: ["one", "", "two, and three", long, longer],
    pings: ["still there?"],
    isClosed: true,
  });
});

it("answers a ping with the same bytes, behind a mask of zeros", () => {
  expect([...formatPong(Buffer.from("ab"))]).toEqual([0x8a, 0x82, 0, 0, 0, 0, 0x61, 0x62]);
});
