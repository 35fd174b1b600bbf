import type { ReactNode } from "react";

export function Loading({ what }: { what: string }) {
  return (
    <p className="notice quiet" role="status">
      Loading {what}…
    </p>
  );
}

export function Failure({ message, onRetry }: { message: string; onRetry?: () => void }) {
  return (
    <div className="notice bad" role="alert">
      <span>{message}</span>
      {onRetry === undefined ? null : (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="notice quiet">{children}</p>;
}
