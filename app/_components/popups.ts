"use client";

import type Sweet from "sweetalert2";
import { toPopupText } from "./popup-text.pure";
import { sayPlainly } from "./say-plainly";

/**
 * SweetAlert2, fetched at first use: the build without styles of its own, text only, never HTML. Null
 * where the server that has it is away.
 */
async function load(): Promise<typeof Sweet | null> {
  try {
    const [{ default: Swal }] = await Promise.all([
      import("sweetalert2/dist/sweetalert2.js"),
      import("./popup-styles"),
    ]);
    return Swal;
  } catch {
    return null;
  }
}

/** False, and said why, where it could not be asked. */
export async function confirm(question: {
  title: string;
  /** What it will do, and what it will not. */
  text: string;
  confirmText: string;
  destroys: boolean;
}): Promise<boolean> {
  const Swal = await load();
  if (Swal === null) {
    sayPlainly("The server did not answer, and nothing was done. Check the connection.");
    return false;
  }
  const answer = await Swal.fire({
    ...toPopupText(question),
    showCancelButton: true,
    confirmButtonText: question.confirmText,
    cancelButtonText: "Cancel",
    reverseButtons: true,
    focusCancel: question.destroys,
    buttonsStyling: false,
    customClass: {
      confirmButton: question.destroys ? "btn btn-danger" : "btn btn-primary",
      cancelButton: "btn btn-plain",
    },
  });
  return answer.isConfirmed;
}

/** An answer that is not good, until somebody has read it. */
export async function tell(answer: { title: string; text: string }): Promise<void> {
  const Swal = await load();
  if (Swal === null) return sayPlainly(`${answer.title}. ${answer.text}`);
  await Swal.fire({
    ...toPopupText(answer),
    confirmButtonText: "Close",
    buttonsStyling: false,
    customClass: { confirmButton: "btn btn-plain" },
  });
}

export async function toast(message: { text: string; tone: "success" | "error" }): Promise<void> {
  const Swal = await load();
  if (Swal === null) return sayPlainly(message.text);
  await Swal.fire({
    toast: true,
    position: "bottom-end",
    ...toPopupText({ title: message.text }),
    icon: message.tone,
    timer: 4_000,
    showConfirmButton: false,
    showCloseButton: true,
  });
}
