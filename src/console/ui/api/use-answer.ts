import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { formatError } from "./request.js";

/** What was asked for, as far as it is known. */
export interface Answer<Value> {
  value?: Value;
  error?: string;
  isLoading: boolean;
  reload: () => void;
}

/**
 * Asks when first shown and whenever the key or the round changes. An answer to another key is dropped; that of an earlier round is shown
 * until the next one is there, so that nothing goes away under somebody's hands.
 */
export function useAnswer<Value>(key: string, load: () => Promise<Value>, round = 0): Answer<Value> {
  const [state, setState] = useState<{ key: string; value?: Value; error?: string; isLoading: boolean }>({
    key,
    isLoading: true,
  });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let isCurrent = true;
    setState((before) => ({ ...(before.key === key ? before : { key }), isLoading: true }));
    const settle = (outcome: { value?: Value; error?: string }) => {
      if (isCurrent) setState({ key, ...outcome, isLoading: false });
    };
    latest.current().then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error: formatError(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key, turn, round]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const { value, error, isLoading } = state.key === key ? state : { isLoading: true };
  return useMemo(() => ({ value, error, isLoading, reload }), [value, error, isLoading, reload]);
}
