import { useEffect } from "react";
import type { ClusterStatus } from "../../contract.js";
import { loadStatus } from "../api/console-api.js";
import { useAnswer, type Answer } from "../api/use-answer.js";

/** Milliseconds between two looks at the cluster. */
const every = 15_000;

/** What runs now, asked for again while somebody looks: not while the tab is hidden. */
export function useStatus(): Answer<ClusterStatus> {
  const status = useAnswer("status", loadStatus);
  const { reload } = status;
  useEffect(() => {
    const look = () => {
      if (!document.hidden) reload();
    };
    const timer = setInterval(look, every);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload]);
  return status;
}
