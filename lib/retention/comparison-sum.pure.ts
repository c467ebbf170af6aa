import type {
  ComparedAccountDto,
  ComparedDto,
  ComparedLoserDto,
  ComparisonPartDto,
  PolicyEffectDto,
} from "./compare-dto";

const LOSERS_MAX = 20;

/** The sum of two; a year is known only where both know it. */
export function addCompared(one: ComparedDto, other: ComparedDto): ComparedDto {
  return {
    instances: one.instances + other.instances,
    touchedInstances: one.touchedInstances + other.touchedInstances,
    frozenInstances: one.frozenInstances + other.frozenInstances,
    backups: one.backups + other.backups,
    unknownSizes: one.unknownSizes + other.unknownSizes,
    a: addEffect(one.a, other.a),
    b: addEffect(one.b, other.b),
    more: one.more + other.more,
    moreBytes: one.moreBytes + other.moreBytes,
    fewer: one.fewer + other.fewer,
  };
}

function addEffect(one: PolicyEffectDto, other: PolicyEffectDto): PolicyEffectDto {
  const known = one.yearKeep !== null && other.yearKeep !== null;
  return {
    keep: one.keep + other.keep,
    keepBytes: one.keepBytes + other.keepBytes,
    remove: one.remove + other.remove,
    removeBytes: one.removeBytes + other.removeBytes,
    yearKeep: known ? (one.yearKeep ?? 0) + (other.yearKeep ?? 0) : null,
  };
}

/** Accounts by their number, and the instances that lose most of both. */
export function addParts(
  one: Pick<ComparisonPartDto, "accounts" | "losers">,
  other: Pick<ComparisonPartDto, "accounts" | "losers">,
): { accounts: ComparedAccountDto[]; losers: ComparedLoserDto[] } {
  const accounts = new Map(one.accounts.map((account) => [account.accountRef, account]));
  for (const account of other.accounts) {
    const { accountRef, accountId } = account;
    const known = accounts.get(accountRef);
    accounts.set(
      accountRef,
      known ? { accountRef, accountId, ...addCompared(known, account) } : account,
    );
  }
  return {
    accounts: [...accounts.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1)),
    losers: [...one.losers, ...other.losers]
      .filter(({ more }) => more > 0)
      .toSorted((a, b) => b.moreBytes - a.moreBytes || b.more - a.more)
      .slice(0, LOSERS_MAX),
  };
}

export const NOTHING_COMPARED = { accounts: [], losers: [] } as const satisfies {
  accounts: ComparedAccountDto[];
  losers: ComparedLoserDto[];
};

/** All accounts together; null where there is no instance. */
export function sumOf(accounts: readonly ComparedDto[]): ComparedDto | null {
  const [first, ...others] = accounts;
  return first ? others.reduce(addCompared, first) : null;
}
