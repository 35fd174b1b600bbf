// Frames of a server's WebSocket, https://www.rfc-editor.org/rfc/rfc6455#section-5.2

const [continuation, close, ping, pong] = [0x0, 0x8, 0x9, 0xa] as const;

/** Puts messages together from what comes in pieces. */
export class FrameReader {
  /** Of the next frame, which is not complete. They are put together once: an answer may have millions of bytes. */
  #waiting: Buffer[] = [];
  #size = 0;
  #needed = 2;
  #pieces: Buffer[] = [];

  /** @returns the messages that are complete with these bytes, the pings to be answered, and whether the server has closed */
  read(bytes: Buffer): { messages: Buffer[]; pings: Buffer[]; isClosed: boolean } {
    const found = { messages: [] as Buffer[], pings: [] as Buffer[], isClosed: false };
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    while (this.#size >= this.#needed) {
      const frame = this.#take();
      if (frame === undefined) continue;
      const { opcode, isLast, payload } = frame;
      if (opcode === close) found.isClosed = true;
      else if (opcode === ping) found.pings.push(payload);
      else if (opcode !== pong) {
        if (opcode !== continuation) this.#pieces = [];
        this.#pieces.push(payload);
        if (isLast) found.messages.push(Buffer.concat(this.#pieces.splice(0)));
      }
    }
    return found;
  }

  /** The next frame, or how many bytes it needs where not all of them are there. A server's frames have no mask. */
  #take(): { opcode: number; isLast: boolean; payload: Buffer } | undefined {
    const [only, ...others] = this.#waiting;
    const bytes = only !== undefined && others.length === 0 ? only : Buffer.concat(this.#waiting);
    this.#waiting = [bytes];
    const short = bytes.readUInt8(1) & 0x7f;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < start) return this.#wait(start);
    const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    if (bytes.length < start + size) return this.#wait(start + size);
    this.#waiting = [bytes.subarray(start + size)];
    this.#size = bytes.length - start - size;
    this.#needed = 2;
    const first = bytes.readUInt8(0);
    return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload: bytes.subarray(start, start + size) };
  }

  #wait(needed: number): undefined {
    this.#needed = needed;
    return undefined;
  }
}

/** The answer to a ping. A client's frames have a mask, which may be zero. */
export function formatPong(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x80 | pong, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
