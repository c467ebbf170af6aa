"use client";

import { showDialog } from "../../../_components/dialog-host";
import { fetchPart } from "../../../_components/fetch-part";
import { PlusIcon } from "../../../_components/icons";
import type { ScopeChoices } from "./list-scope-choices";

export function NewToken({ choices }: { choices: ScopeChoices }) {
  const open = async () => {
    const Shown = await fetchPart(load);
    if (Shown !== null) showDialog((close) => <Shown choices={choices} onClose={close} />);
  };
  return (
    <button
      type="button"
      className="btn btn-plain btn-sm"
      aria-haspopup="dialog"
      onClick={() => void open()}
    >
      <PlusIcon /> New token
    </button>
  );
}

async function load() {
  return (await import("./new-token-dialog")).NewTokenDialog;
}
