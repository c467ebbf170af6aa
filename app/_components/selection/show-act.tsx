import { showDialog } from "../dialog-host";
import type { ActDialog, ActDialogProps } from "./selection";

export function showAct(
  act: Pick<ActDialogProps, "chosen" | "noun" | "onDone"> & { Dialog: ActDialog },
): void {
  const { Dialog, ...given } = act;
  showDialog((close) => <Dialog {...given} onClose={close} />);
}
