/** What AWS's objects of this installation are called; `hash` is that of `installation-hash.ts`. */
export function functionName(hash: string): string {
  return `amivault-${hash}`;
}

/** Where CloudWatch keeps what the function says. */
export function logGroupName(hash: string): string {
  return `/aws/lambda/${functionName(hash)}`;
}
