"use client";

import { useRouter } from "next/navigation";
import { FormError } from "../../../../_components/form-error";
import { TrashIcon } from "../../../../_components/icons";
import { confirm } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { removeInstanceAction } from "../../life-actions";

/** Removes the record, never an image. */
export function RemoveInstance(props: {
  instanceId: string;
  name: string;
  availableCount: number;
}) {
  const router = useRouter();
  const { run, pending, error } = useAction(removeInstanceAction, () => router.push("/instances"));
  const kept =
    props.availableCount === 0
      ? "The instance itself is not touched in AWS."
      : `${countOf(props.availableCount)} in AWS, with the records here. The instance itself is not touched.`;
  const ask = async () => {
    const agreed = await confirm({
      title: `Remove “${props.name}” from protection?`,
      text: `It is not backed up any more. ${kept}`,
      confirmText: "Remove from protection",
      destroys: true,
    });
    if (agreed) run({ instanceId: props.instanceId });
  };
  return (
    <div className="stack">
      <p className="muted m-0">It is not backed up any more. {kept}</p>
      <FormError error={error} />
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-disabled={pending}
          onClick={() => void ask()}
        >
          <TrashIcon /> {pending ? "Removing…" : "Remove from protection"}
        </button>
      </div>
    </div>
  );
}

function countOf(images: number): string {
  return images === 1 ? "Its image stays" : `All of its ${images} images stay`;
}
