import { useMemo } from "react";
import type { ServiceFinding } from "../../contract.js";
import { listDocuments } from "../../document-edit.js";
import { loadFiles } from "../api/console-api.js";
import { useAnswer } from "../api/use-answer.js";
import { formatRoute } from "../routing/route.js";
import { useConsole, useDrafts } from "../shell/console-context.js";

/** Finds the address of the document that a finding is about; undefined where it is about none that is known. */
export function useFindingLink(): (finding: ServiceFinding) => string | undefined {
  const { turn } = useConsole();
  const drafts = useDrafts();
  const files = useAnswer("files", loadFiles, turn);
  return useMemo(() => {
    const documents = new Map(files.value?.map((one) => [one.file, one.documents]));
    for (const { file, text } of drafts) documents.set(file, listDocuments(text ?? ""));
    return ({ file, document, service }) => {
      if (service !== undefined) return formatRoute({ screen: "document", type: "service", id: service });
      const found = documents.get(file ?? "")?.find(({ index }) => index === document);
      return found && formatRoute({ screen: "document", type: found.type, id: found.id });
    };
  }, [files.value, drafts]);
}
