export declare function computeTestFolder(project: string, phase: string): string;
