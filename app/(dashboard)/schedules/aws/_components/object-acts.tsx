"use client";

import { useRouter } from "next/navigation";
import { confirm, toast } from "../../../../_components/popups";
import { useToldAction } from "../../../../_components/use-told-action";
import { leaveObjectAction, repairPlaceAction } from "../actions";
import type { ObjectAct } from "./object-words.pure";

interface Question {
  label: string;
  title: string;
  text: string;
  confirmText: string;
  destroys: boolean;
  done: string;
}

/** What a person is asked before something is done to one of AWS's objects, by its name. */
const QUESTIONS: Readonly<Record<Exclude<ObjectAct, "retry">, (name: string) => Question>> = {
  repair: (name) => ({
    label: "Repair",
    title: "Put it back as it was?",
    text: `${name}: what somebody changed or deleted in AWS is overwritten with what AMIVault had put there. Nothing else is touched.`,
    confirmText: "Repair it",
    destroys: false,
    done: "It is being repaired.",
  }),
  remove: (name) => ({
    label: "Remove anyway",
    title: "Remove it in spite of the change?",
    text: `${name}: nothing here needs it any more, and somebody changed it in AWS. It is deleted there with that change. Backups and images stay.`,
    confirmText: "Remove it from AWS",
    destroys: true,
    done: "It is being removed.",
  }),
  leave: (name) => ({
    label: "Leave it",
    title: "Leave it in AWS?",
    text: `${name} stays in AWS as it is now, and AMIVault forgets it: whoever changed it looks after it, and may have to delete it.`,
    confirmText: "Leave it there",
    destroys: false,
    done: "It is left to whoever changed it.",
  }),
};

/** Repair, removal or leaving of one of AWS's objects; the job does it, and the page tells. */
export function ObjectActs(props: {
  placeId: string;
  objectId: string;
  /** With its kind. */
  name: string;
  acts: readonly ObjectAct[];
}) {
  const { placeId, objectId, name } = props;
  const router = useRouter();
  const failed = "Nothing was done";
  const told = (text: string) => {
    router.refresh();
    void toast({ tone: "success", text });
  };
  const repair = useToldAction(repairPlaceAction, {
    failed,
    onSuccess: () => told("AWS is being asked."),
  });
  const leave = useToldAction(leaveObjectAction, {
    failed,
    onSuccess: () => told(QUESTIONS.leave(name).done),
  });
  const run = async (act: ObjectAct) => {
    if (act !== "retry" && !(await confirm(QUESTIONS[act](name)))) return;
    if (act === "leave") leave.run({ placeId, objectId });
    else repair.run({ placeId, objectId });
  };
  return props.acts.map((act) => {
    const label = act === "retry" ? "Try again now" : QUESTIONS[act](name).label;
    return (
      <button
        key={act}
        type="button"
        className={act === "remove" ? "btn btn-destroy btn-sm" : "btn btn-plain btn-sm"}
        aria-label={`${label}: ${name}`}
        aria-disabled={repair.pending || leave.pending}
        onClick={() => void run(act)}
      >
        {label}
      </button>
    );
  });
}
