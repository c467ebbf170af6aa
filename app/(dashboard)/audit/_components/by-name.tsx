import type { AuditActorDto } from "#lib/audit/dto";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";
import { Notice } from "../../../_components/notice";
import { toNamesakes } from "./actor-words.pure";

/** An address that names a person, as those of before did: the list is of everyone who was called so. */
export function ByName(props: {
  path: string;
  filters: Readonly<Record<string, string>>;
  actors: readonly AuditActorDto[];
}) {
  const { actor: name = "", ...others } = props.filters;
  const namesakes = toNamesakes(props.actors, name);
  if (namesakes.length === 0) return null;
  return (
    <div className="mb-3">
      <Notice tone="run">
        <p className="hostile">
          These are the acts of everyone who was called “{name}” when they acted. Those of one
          person:{" "}
          {namesakes.map(([id, label], index) => (
            <span key={id}>
              {index === 0 ? "" : ", "}
              <Link href={toListHref(props.path, { ...others, actorId: id })}>{label}</Link>
            </span>
          ))}
          .
        </p>
      </Notice>
    </div>
  );
}
