/** Of what was made with saved credentials: they come first, so that it can be forgotten with one. */
export function toCacheKey(credentialIds: readonly string[], rest: readonly string[]): string {
  return [credentialIds.join(">"), ...rest].join(" ");
}

export function comesFrom(cacheKey: string, credentialId: string): boolean {
  return (cacheKey.split(" ")[0] ?? "").split(">").includes(credentialId);
}
