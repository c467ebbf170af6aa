"use client";

import type Sweet from "sweetalert2";

/** SweetAlert2, fetched at first use: the build without styles of its own, text only, never HTML. */
async function load(): Promise<typeof Sweet> {
  const [{ default: Swal }] = await Promise.all([
    import("sweetalert2/dist/sweetalert2.js"),
    import("./popup-styles"),
  ]);
  return Swal;
}

export async function confirm(question: {
  title: string;
  /** What it will do, and what it will not. */
  text: string;
  confirmText: string;
  destroys: boolean;
}): Promise<boolean> {
  const Swal = await load();
  const answer = await Swal.fire({
    titleText: question.title,
    text: question.text,
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
  await Swal.fire({
    titleText: answer.title,
    text: answer.text,
    confirmButtonText: "Close",
    buttonsStyling: false,
    customClass: { confirmButton: "btn btn-plain" },
  });
}

export async function toast(message: { text: string; tone: "success" | "error" }): Promise<void> {
  const Swal = await load();
  await Swal.fire({
    toast: true,
    position: "bottom-end",
    titleText: message.text,
    icon: message.tone,
    timer: 4_000,
    showConfirmButton: false,
    showCloseButton: true,
  });
}
