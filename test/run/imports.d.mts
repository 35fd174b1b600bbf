export declare function findSpecifiers(text: string): string[];
export declare function readImports(project: string, folders: readonly string[]): Map<string, string[]>;
