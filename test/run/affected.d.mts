export declare function createSelect(project: string): (file: string) => string[];
export declare function findAffected(files: readonly string[], select: (file: string) => string[]): string[][];
