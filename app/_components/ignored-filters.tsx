import { Notice } from "./notice";

export function IgnoredFilters({ ignored }: { ignored: readonly string[] }) {
  if (ignored.length === 0) return null;
  return (
    <div className="mb-3">
      <Notice tone="warn">
        <p>
          The address asked for something this list does not know: {ignored.join(", ")}. It was left
          out.
        </p>
      </Notice>
    </div>
  );
}
