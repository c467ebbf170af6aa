/** How a service answers: EC2's and IAM's XML, or JSON. */
export type AnswerForm = "xml" | "json";

const ERROR_ROOTS = new Set(["Response", "ErrorResponse", "Error"]);

/**
 * Whether a body is a whole answer to `action`. The SDK reads any root element, so that an HTML page
 * with status 200 would pass for "nothing found".
 */
export function isAwsAnswer(input: {
  action: string;
  form?: AnswerForm;
  status: number;
  body: string;
}): boolean {
  const body = input.body.trim();
  if (input.form === "json") return isJsonAnswer(body, input.status);
  const root = /^(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*<([A-Za-z][\w.:-]*)/.exec(
    body,
  )?.[1];
  if (root === undefined) return false;
  const expected = input.status < 300 ? root === `${input.action}Response` : ERROR_ROOTS.has(root);
  return expected && (body.endsWith(`</${root}>`) || body.endsWith("/>"));
}

/** An action that answers nothing has no body at all; what others promise is asked for one by one. */
function isJsonAnswer(body: string, status: number): boolean {
  if (body === "") return status >= 200 && status < 300;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
