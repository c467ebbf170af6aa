import type { ActionError } from "#lib/web/action-result";

const AGAIN_MS = 500;

/** Null when it is proven: the browser has its new cookie. */
export async function sendProof(given: Record<string, string>): Promise<ActionError | null> {
  const first = await post(given);
  // Another tab was proven meanwhile: its cookie is this tab's too, now or in a moment.
  if (first?.code !== "unauthorized") return first;
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  return post(given);
}

async function post(given: Record<string, string>): Promise<ActionError | null> {
  try {
    const answer = await fetch("/api/me/proof", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(given),
    });
    return answer.ok ? null : toError(await answer.json());
  } catch {
    return {
      code: "unreachable",
      message: "The server did not answer.",
      suggestion: "Check the connection and try again.",
      requestId: "",
    };
  }
}

function toError(problem: Partial<Record<string, unknown>>): ActionError {
  const { code, detail, suggestion, errors, requestId } = problem;
  return {
    code: String(code),
    message: String(detail),
    requestId: String(requestId),
    ...(typeof suggestion === "string" ? { suggestion } : {}),
    ...(isFields(errors) ? { fields: errors } : {}),
  };
}

function isFields(errors: unknown): errors is Record<string, string[]> {
  return typeof errors === "object" && errors !== null;
}
