"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { EnrolmentDto, SecondFactorDto } from "#lib/auth/second-factor/dto";
import { AuthenticatorForm } from "./authenticator-form";
import { BeginForm } from "./begin-form";
import { FactorOff } from "./factor-off";
import { FactorOn } from "./factor-on";
import { focusMain } from "../focus-main";
import { Link } from "../link";
import { RecoveryCodes } from "./recovery-codes";
import { RenewForm } from "./renew-form";
import { TurnOffForm } from "./turn-off-form";

type Step =
  | { at: "rest" }
  | { at: "changing" }
  | { at: "setting-up"; enrolment: EnrolmentDto }
  | { at: "codes"; recoveryCodes: string[] }
  | { at: "renewing" }
  | { at: "turning-off" };

/**
 * One's own second factor: set up, changed, turned off. What is shown once stays until its person
 * has kept it, whatever the page around it learns meanwhile.
 */
export function SecondFactor(props: {
  state: SecondFactorDto;
  username: string;
  now: number;
  /** Where to go once it is on, for a page that is there for nothing else. */
  next?: string;
}) {
  const { state, username, now, next } = props;
  const router = useRouter();
  const [step, setStep] = useState<Step>({ at: "rest" });
  const first = useRef(step);
  // Each step takes the button away that led to it; a form has its own place to begin.
  useEffect(() => {
    if (step !== first.current && document.activeElement === document.body) focusMain();
  }, [step]);
  const rest = () => setStep({ at: "rest" });
  // How many recovery codes are left is another number then.
  const learn = () => (next === undefined ? router.refresh() : undefined);
  const setUp = (enrolment: EnrolmentDto) => {
    setStep({ at: "setting-up", enrolment });
    learn();
  };
  const showCodes = (recoveryCodes: string[]) => {
    setStep({ at: "codes", recoveryCodes });
    learn();
  };
  const kept = () => (next === undefined ? rest() : router.push(next));
  switch (step.at) {
    case "changing":
      return <BeginForm onBegun={setUp} onCancel={rest} />;
    case "setting-up":
      return (
        <AuthenticatorForm
          enrolment={step.enrolment}
          replaces={state.on}
          onDone={showCodes}
          onCancel={rest}
        />
      );
    case "codes":
      return <RecoveryCodes codes={step.recoveryCodes} username={username} onKept={kept} />;
    case "renewing":
      return <RenewForm onDone={showCodes} onCancel={rest} />;
    case "turning-off":
      return <TurnOffForm username={username} onDone={rest} onCancel={rest} />;
    case "rest":
      if (state.on && next !== undefined) {
        return (
          <div className="form-stack">
            <p className="m-0">
              It is on. If you did not keep its recovery codes, make new ones on the account page.
            </p>
            <Link className="btn btn-primary" href={next}>
              Go on
            </Link>
          </div>
        );
      }
      return state.on ? (
        <FactorOn state={state} now={now} onChoose={(at) => setStep({ at })} />
      ) : (
        <FactorOff state={state} onBegun={setUp} />
      );
  }
}
