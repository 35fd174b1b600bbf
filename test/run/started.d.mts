export declare function findStarted(test: string): readonly string[];
export declare function listStarted(): string[];
