import type { PermissionState } from "../db/schema/constants";
import type { CredentialDetailDto, PermissionDto } from "./dto";

export interface DoctorCell {
  action: string;
  /** The worst of all regions; null where it was not asked. */
  state: PermissionState | null;
  /** The regions that are so, where others are better. */
  regions: string[];
}

const WORST_FIRST = ["missing", "unknown", "allowed"] as const;

/** One credential's answers to the actions that backups and their removal need. */
export function doctorRow(
  { permissions }: Pick<CredentialDetailDto, "permissions">,
  actions: readonly string[],
): DoctorCell[] {
  const places = permissions?.regions ?? [];
  return actions.map((action) => {
    const answers = places.flatMap(({ region, items }) => {
      const answer = items.find((item) => item.action === action);
      return answer ? [{ region, state: answer.state }] : [];
    });
    return toCell(action, answers);
  });
}

/** What EventBridge needs besides, in one: null where the account does not use it. */
export function doctorSchedule({
  permissions,
}: Pick<CredentialDetailDto, "permissions">): DoctorCell | null {
  const places = (permissions?.regions ?? []).flatMap(({ region, schedule }) =>
    schedule?.inUse ? [{ region, items: schedule.items }] : [],
  );
  if (places.length === 0) return null;
  const answers = places.map(({ region, items }) => ({ region, state: worstOf(items) }));
  return toCell("EventBridge", answers);
}

/** The keys of encrypted volumes, in one. */
export function doctorKms({ permissions }: Pick<CredentialDetailDto, "permissions">): DoctorCell {
  const answers = (permissions?.regions ?? []).map(({ region, items }) => {
    return { region, state: worstOf(items.filter(isKms)) };
  });
  return toCell("KMS", answers);
}

export function isKms({ action }: Pick<PermissionDto, "action">): boolean {
  return action.startsWith("kms:");
}

function worstOf(items: ReadonlyArray<Pick<PermissionDto, "state">>): PermissionState | null {
  return WORST_FIRST.find((one) => items.some(({ state }) => state === one)) ?? null;
}

/** The worst, and where it is so; nothing that is not known passes for allowed. */
function toCell(
  action: string,
  answers: ReadonlyArray<{ region: string; state: PermissionState | null }>,
): DoctorCell {
  const state = WORST_FIRST.find((one) => answers.some((answer) => answer.state === one)) ?? null;
  const those = answers.filter((answer) => answer.state === state).map(({ region }) => region);
  return { action, state, regions: those.length === answers.length ? [] : those };
}

/** Each action that is missing anywhere, once, with the statement to add. */
export function missingStatements({
  permissions,
}: Pick<CredentialDetailDto, "permissions">): PermissionDto[] {
  const items = (permissions?.regions ?? []).flatMap(({ items: plain, schedule }) => [
    ...plain,
    ...(schedule?.inUse ? schedule.items : []),
  ]);
  return [
    ...new Map(
      items.filter(isMissing).map((item) => [item.statement ?? item.action, item]),
    ).values(),
  ];
}

function isMissing({ state }: PermissionDto): boolean {
  return state === "missing";
}
