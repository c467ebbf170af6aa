"use client";

import { useEffect, useState } from "react";
import type { CheckStepDto, InstanceCheckDto } from "#lib/instances/dto";
import { FormError } from "../../../../_components/form-error";
import { Link } from "../../../../_components/link";
import { CheckCircleIcon, CrossCircleIcon } from "../../../../_components/outcome-icons";
import { useAction } from "../../../../_components/use-action";
import { checkInstanceAction } from "../../actions";
import type { Target } from "./target-fields";

const TYPING_PAUSE_MS = 600;
const LOOKS_WHOLE = /^i-([0-9a-f]{8}|[0-9a-f]{17})$/;

const STEP_WORDS: Readonly<Record<CheckStepDto["step"], string>> = {
  identity: "Credential",
  region: "Region",
  instance: "Instance",
  permission: "Permission",
};

/** Asks AWS as soon as an id looks whole, so that “Protect” holds no surprise. */
export function Preflight({ target }: { target: Target }) {
  const [check, setCheck] = useState<InstanceCheckDto | null>(null);
  /** The target that `check` and `error` speak of, as text. */
  const [asked, setAsked] = useState("");
  const { run, pending, error } = useAction(checkInstanceAction, setCheck, { quiet: true });
  const wanted = JSON.stringify(target);
  const isWhole =
    LOOKS_WHOLE.test(target.instanceId.trim()) &&
    target.region !== "" &&
    target.credentialId !== "";
  useEffect(() => {
    if (!isWhole || pending || asked === wanted) return undefined;
    const timer = setTimeout(() => {
      setAsked(wanted);
      setCheck(null);
      run(target);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  if (!isWhole) return null;
  const isFresh = asked === wanted && !pending;
  return (
    <div className="preflight" aria-live="polite" aria-busy={pending}>
      {isFresh && error !== null ? (
        <FormError error={error} />
      ) : isFresh && check !== null ? (
        <CheckAnswer check={check} />
      ) : (
        <p className="muted m-0">Asking AWS…</p>
      )}
    </div>
  );
}

function CheckAnswer({ check }: { check: InstanceCheckDto }) {
  const { instance } = check;
  return (
    <>
      {instance === null ? null : (
        <p className="m-0">
          <strong className="hostile" dir="auto">
            {instance.name || instance.instanceId}
          </strong>{" "}
          <span className="muted">
            {instance.state}, {instance.instanceType}, {instance.platform},{" "}
            {instance.volumes.length === 1 ? "1 volume" : `${instance.volumes.length} volumes`} of{" "}
            {instance.volumes.reduce((sum, volume) => sum + volume.sizeGiB, 0)} GiB
          </span>
        </p>
      )}
      <ul className="checks">
        {check.steps.map((step) => (
          <li key={step.step}>
            {step.ok ? (
              <CheckCircleIcon className="text-ok" />
            ) : (
              <CrossCircleIcon className="text-bad" />
            )}
            <div>
              <strong>{STEP_WORDS[step.step]}</strong>{" "}
              <span className="hostile">{step.message}</span>
              {step.suggestion === null ? null : (
                <span className="checks-suggestion hostile">{step.suggestion}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {check.existingId === null ? null : (
        <p className="m-0">
          It is protected already. <Link href={`/instances/${check.existingId}`}>Show it</Link>
        </p>
      )}
    </>
  );
}
