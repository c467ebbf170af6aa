import type { CredentialDto } from "#lib/credentials/dto";

export interface AccountOption {
  accountRef: string;
  accountId: string;
  /** The account's number, after the name of the first credential that reaches it. */
  label: string;
}

/** The accounts that credentials reach, each once. */
export function toAccountOptions(
  credentials: ReadonlyArray<Pick<CredentialDto, "accountRef" | "accountId" | "name">>,
): AccountOption[] {
  const options = new Map<string, AccountOption>();
  for (const { accountRef, accountId, name } of credentials) {
    const label = `${name} (${accountId})`;
    if (!options.has(accountRef)) options.set(accountRef, { accountRef, accountId, label });
  }
  return [...options.values()];
}
