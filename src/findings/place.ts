/** Path of a value: keys and list positions, from the outermost value. */
export type ValuePath = readonly PropertyKey[];

/** A line of a file; lines and columns count from 1. */
export interface FilePlace {
  file?: string;
  /** Which of the file's YAML documents, from 0; empty ones count. */
  document?: number;
  line?: number;
  column?: number;
}

/** Where a value stands. */
export interface Place extends FilePlace {
  /** Of the value in that document. @default - the path that was asked for */
  path?: ValuePath;
}
