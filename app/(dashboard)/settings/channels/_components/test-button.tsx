"use client";

import { useRouter } from "next/navigation";
import { SendIcon } from "../../../../_components/icons";
import { tell } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { testChannelAction } from "../actions";

/** Sends a test and shows what the server answered, word for word. */
export function TestButton({ channelId }: { channelId: string }) {
  const router = useRouter();
  const { run, pending, error } = useAction(testChannelAction, (answer) => {
    router.refresh();
    void tell({
      title: answer.ok ? "The test got through" : "The test did not get through",
      text: [answer.message, answer.suggestion].filter(Boolean).join("\n\n"),
    });
  });
  return (
    <span className="d-flex align-items-center gap-2">
      {error === null ? null : (
        <span className="text-bad small" role="alert">
          {error.message} {error.suggestion}
        </span>
      )}
      <button
        type="button"
        className="btn btn-plain"
        aria-disabled={pending}
        onClick={() => run({ channelId })}
      >
        <SendIcon /> {pending ? "Sending…" : "Send a test"}
      </button>
    </span>
  );
}
