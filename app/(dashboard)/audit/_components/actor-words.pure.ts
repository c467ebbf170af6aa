import type { AuditActorDto } from "#lib/audit/dto";

type Choice = readonly [id: string, label: string];

/** One for each person; those of one name are told apart by when they were deleted, else by their id. */
export function toActorChoices(actors: readonly AuditActorDto[]): Choice[] {
  const labels = actors.map(({ username, deletedAt }) =>
    deletedAt === null ? username : `${username} (deleted ${deletedAt.slice(0, 10)})`,
  );
  return actors.map(({ id }, index) => {
    const label = labels[index] ?? id;
    const isAlone = labels.filter((other) => other === label).length === 1;
    return [id, isAlone ? label : `${label} …${id.slice(-6)}`];
  });
}

/** Those who have or had a name. */
export function toNamesakes(actors: readonly AuditActorDto[], name: string): Choice[] {
  const ids = new Set(actors.filter(({ username }) => username === name).map(({ id }) => id));
  return toActorChoices(actors).filter(([id]) => ids.has(id));
}
