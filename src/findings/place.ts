/** Path of a value: keys and list positions, from the outermost value. */
export type ValuePath = readonly PropertyKey[];

/** Where something stands in a file; lines and columns count from 1. */
export interface Place {
  file?: string;
  /** Which of the file's YAML documents, from 0; empty ones count. */
  document?: number;
  line?: number;
  column?: number;
  /** Of the value in that document. @default - the path that was asked for */
  path?: ValuePath;
}
