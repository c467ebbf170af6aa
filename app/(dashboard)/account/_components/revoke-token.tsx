"use client";

import { useRouter } from "next/navigation";
import { focusMain } from "../../../_components/focus-main";
import { confirm, toast } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";
import { revokeTokenAction } from "../token-actions";

export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  const router = useRouter();
  const { run, pending } = useToldAction(revokeTokenAction, {
    failed: "The token was not revoked",
    onSuccess: () => {
      focusMain();
      router.refresh();
      void toast({ tone: "success", text: `Revoked: ${name}.` });
    },
  });
  const ask = async () => {
    const agreed = await confirm({
      title: `Revoke the token “${name}”?`,
      text: "What uses it is refused from now on. It cannot be brought back; a new one can be made.",
      confirmText: "Revoke the token",
      destroys: true,
    });
    if (agreed) run({ tokenId });
  };
  return (
    <button
      type="button"
      className="btn btn-plain btn-sm"
      aria-label={`Revoke the token: ${name}`}
      aria-disabled={pending}
      onClick={() => void ask()}
    >
      {pending ? "Revoking…" : "Revoke"}
    </button>
  );
}
