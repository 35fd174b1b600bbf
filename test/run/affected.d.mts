export declare function findAffected(files: readonly string[]): string[][];
