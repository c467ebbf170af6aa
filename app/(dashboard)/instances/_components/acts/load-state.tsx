import type { ActionResult } from "#lib/web/action-result";
import { FormError } from "../../../../_components/form-error";

/** A dialog's choices are on their way, or did not come. */
export function LoadState({ loaded }: { loaded: ActionResult<unknown> | null }) {
  if (loaded === null) {
    return (
      <div className="form-stack" aria-busy="true">
        <span className="visually-hidden" role="status">
          Loading
        </span>
        <span className="skeleton" />
        <span className="skeleton" />
      </div>
    );
  }
  return <FormError error={loaded.ok ? null : loaded.error} />;
}
