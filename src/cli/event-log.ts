import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** Milliseconds between two looks: a person sees no difference, and the engine writes a line at a time. */
const lookEvery = 100;

/**
 * Reads the events that Pulumi's `--event-log` writes into a file, one a line, as they come; the file may not be there yet. The update
 * that follows a preview begins it anew.
 * @returns what reads the rest and ends it
 */
export function followEventLog(file: string, onEvent: (event: unknown) => void): () => void {
  const chunk = Buffer.alloc(64 * 1024);
  let offset = 0;
  // Bytes rather than text: a chunk may end within a character.
  let begun: Buffer = Buffer.alloc(0);
  const look = () => {
    if (!existsSync(file)) return;
    const opened = openSync(file, "r");
    try {
      if (fstatSync(opened).size < offset) [offset, begun] = [0, Buffer.alloc(0)];
      for (;;) {
        const length = readSync(opened, chunk, 0, chunk.length, offset);
        if (length === 0) return;
        offset += length;
        begun = tellLines(Buffer.concat([begun, chunk.subarray(0, length)]), onEvent);
      }
    } finally {
      closeSync(opened);
    }
  };
  const timer = setInterval(look, lookEvery);
  return () => {
    clearInterval(timer);
    look();
  };
}

/** @returns the last line, which has not ended yet */
function tellLines(bytes: Buffer, onEvent: (event: unknown) => void): Buffer {
  let start = 0;
  for (let end = bytes.indexOf("\n"); end !== -1; end = bytes.indexOf("\n", start)) {
    const line = bytes.toString("utf8", start, end);
    if (line !== "") onEvent(JSON.parse(line));
    start = end + 1;
  }
  return bytes.subarray(start);
}
