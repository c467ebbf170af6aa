const ERROR_ROOTS = new Set(["Response", "ErrorResponse", "Error"]);

/**
 * Whether a body is a whole XML answer to `action`. The SDK reads any root element, so that an
 * HTML page with status 200 would pass for "nothing found".
 */
export function isAwsAnswer(input: { action: string; status: number; body: string }): boolean {
  const body = input.body.trim();
  const root = /^(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*<([A-Za-z][\w.:-]*)/.exec(
    body,
  )?.[1];
  if (root === undefined) return false;
  const expected = input.status < 300 ? root === `${input.action}Response` : ERROR_ROOTS.has(root);
  return expected && (body.endsWith(`</${root}>`) || body.endsWith("/>"));
}
