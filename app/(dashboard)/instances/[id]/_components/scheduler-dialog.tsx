"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Dialog } from "../../../../_components/dialog";
import { FormError } from "../../../../_components/form-error";
import { Notice } from "../../../../_components/notice";
import { toast } from "../../../../_components/popups";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { WhatAwsGets, WhatAwsLoses } from "../../_components/scheduler-words";
import { chooseSchedulerAction } from "../../actions";
import { RefusedSchedule } from "./refused-schedule";
import type { SchedulerChange } from "./scheduler-button";

const WORDS = {
  eventbridge: {
    title: "Let AWS start these backups",
    confirm: "Let AWS start them",
    done: "AWS is being set up.",
  },
  local: {
    title: "Let AMIVault start these backups",
    confirm: "Let AMIVault start them",
    done: "AMIVault starts them from now on.",
  },
} as const;

export function SchedulerDialog(props: SchedulerChange & { onClose: () => void }) {
  const { instance, to, links, onClose } = props;
  const router = useRouter();
  const words = WORDS[to];
  const { run, pending, error } = useAction(chooseSchedulerAction, () => {
    onClose();
    router.refresh();
    void toast({ tone: "success", text: words.done });
  });
  const isRefused = to === "eventbridge" && links.some(({ refusal }) => refusal !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isRefused) run({ instanceId: instance.id, scheduler: to });
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="dialog-body">
          <p className="m-0">
            <strong className="hostile" dir="auto">
              {instance.label}
            </strong>
            <br />
            <span className="muted">
              {instance.region}, account {instance.accountId}
            </span>
          </p>
          <FormError error={error} />
          {to === "local" ? (
            <WhatAwsLoses />
          ) : (
            <>
              <WhatAwsIsTold links={links} />
              {isRefused ? null : <WhatAwsGets />}
            </>
          )}
        </div>
        <div className="dialog-foot">
          <button type="button" className="btn btn-plain" onClick={onClose}>
            {isRefused ? "Close" : "Cancel"}
          </button>
          {isRefused ? null : (
            <SubmitButton pending={pending} pendingText="Saving…">
              {words.confirm}
            </SubmitButton>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function WhatAwsIsTold({ links }: Pick<SchedulerChange, "links">) {
  if (links.length === 0) {
    return (
      <Notice tone="quiet">It follows no schedule: AWS is told of one as soon as it does.</Notice>
    );
  }
  return (
    <section>
      <h3 className="dialog-part">What AWS is told</h3>
      <ul className="rows rows-bare rows-close">
        {links.map((link) => (
          <li key={link.linkId}>
            <div className="row-main">
              <span className="hostile" dir="auto">
                {link.scheduleName}
              </span>
              {link.refusal === null ? (
                link.expressions.map((expression) => (
                  <code key={expression} className="d-block">
                    {expression} {link.timezone ?? "UTC"}
                  </code>
                ))
              ) : (
                <RefusedSchedule {...link} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
