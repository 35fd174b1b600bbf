import { Component, type ReactNode } from "react";
import { formatError } from "../api/request.js";

interface CrashProps {
  children: ReactNode;
}

/** Says what went wrong in a screen instead of an empty page; the drafts are in the session storage. */
export class Crash extends Component<CrashProps, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div className="notice bad" role="alert">
        <strong>This screen has failed: {formatError(this.state.error)}</strong>
        <p>Your drafts are kept. Reload the page, or go to another screen.</p>
      </div>
    );
  }
}
