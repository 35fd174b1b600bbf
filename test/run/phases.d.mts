export type Phase = "e2e" | "policy" | "page" | "engine";
export declare const phases: readonly Phase[];
export declare function findPhase(file: string): Phase | undefined;
export declare function listLiveTests(project: string, phase: Phase): string[];
