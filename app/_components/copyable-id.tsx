import { CopyButton } from "./copy-button";

/** An id in monospace with its copy button. */
export function CopyableId({ id, label = id }: { id: string; label?: string }) {
  return (
    <span className="copyable">
      <code className="cut">{id}</code>
      <CopyButton text={id} label={label} />
    </span>
  );
}
