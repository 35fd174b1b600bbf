import { createContext, useContext, useSyncExternalStore } from "react";
import type { KindInfo, MeshMap, Session } from "../../contract.js";
import type { Answer } from "../api/use-answer.js";
import type { Draft, DraftStore } from "../drafts/draft-store.js";

/** What every screen knows. */
export interface Console {
  session: Session;
  kinds: readonly KindInfo[];
  drafts: DraftStore;
  mesh: Answer<MeshMap>;
  /** Another number whenever files may have changed. */
  turn: number;
  /** Says that files may have changed. */
  refresh: () => void;
}

const Context = createContext<Console | undefined>(undefined);

export const ConsoleProvider = Context.Provider;

export function useConsole(): Console {
  const known = useContext(Context);
  if (known === undefined) throw new Error("this is shown before the session is known");
  return known;
}

export function useDrafts(): readonly Draft[] {
  const { drafts } = useConsole();
  return useSyncExternalStore(drafts.subscribe, drafts.list);
}
