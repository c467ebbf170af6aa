"use client";

import { useRouter } from "next/navigation";
import type { ActionResult } from "#lib/web/action-result";
import { confirm } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";

/** Asks first, where there is something to lose, and says what went wrong. */
export function ActButton<Input, Data>(props: {
  label: string;
  action: (input: Input) => Promise<ActionResult<Data>>;
  input: Input;
  question?: { title: string; text: string };
  destroys?: boolean;
  small?: boolean;
  onDone?: (data: Data) => void;
}) {
  const { label, action, input, question, destroys = false } = props;
  const router = useRouter();
  const { run, pending } = useToldAction(action, {
    failed: `${label}: not done`,
    onSuccess: (data) => {
      props.onDone?.(data);
      router.refresh();
    },
  });
  const ask = async () => {
    if (question && !(await confirm({ ...question, confirmText: label, destroys }))) return;
    run(input);
  };
  const size = props.small === true ? " btn-sm" : "";
  return (
    <button
      type="button"
      className={`btn ${destroys ? "btn-destroy" : "btn-plain"}${size}`}
      aria-disabled={pending}
      onClick={() => void ask()}
    >
      {label}
    </button>
  );
}
