import { newEvent } from "../automation/events";
import { authorize } from "../core/operation";
import { onBus } from "./call";

/** Accepts up to ten; they are matched with the rules when the call has been answered. */
export const putEvents = onBus((call) => {
  const { there, world, now, params } = call;
  authorize(call, there.arn("events", "event-bus/default"));
  const entries = params.structures("Entries");
  if (entries.length < 1 || entries.length > 10) {
    throw params.invalid("Entries", "have length from 1 to 10");
  }
  const results = entries.map((entry) => {
    const detail = parse(entry.text("Detail") ?? "");
    if (detail === undefined) {
      return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    }
    const event = newEvent({
      world,
      there,
      at: entry.instant("Time") ?? now,
      source: entry.required("Source"),
      detailType: entry.required("DetailType"),
      resources: entry.list("Resources"),
      detail,
    });
    there.events.push({ at: now, event });
    return { EventId: String(event["id"]) };
  });
  const failed = results.filter((result) => "ErrorCode" in result).length;
  return { FailedEntryCount: failed, Entries: results };
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
