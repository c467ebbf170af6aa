import type { PlaceDto } from "#lib/eventbridge/dto";
import { Notice } from "../../../../_components/notice";
import { Suggestion } from "../../../../_components/suggestion";

/** Why a place as a whole cannot go on, and what to do: a missing permission as its statement. */
export function TroubleNotice({ trouble }: { trouble: NonNullable<PlaceDto["trouble"]> }) {
  return (
    <Notice tone="bad">
      <p className="hostile">
        <strong>{trouble.message}</strong>
      </p>
      {trouble.suggestion === null ? null : <Suggestion text={trouble.suggestion} />}
    </Notice>
  );
}
