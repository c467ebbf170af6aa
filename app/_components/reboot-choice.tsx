"use client";

import { useId } from "react";

const CHOICES = [
  {
    reboot: false,
    title: "Keeps running",
    text: "No reboot. The image is as after a power cut: file systems recover by their journals, what was only in memory is missing.",
  },
  {
    reboot: true,
    title: "Reboots",
    text: "AWS stops and starts it first, so that everything is written to disk. It is away for a minute or more.",
  },
] as const;

/** AWS's NoReboot, explained. */
export function RebootChoice(props: {
  reboot: boolean;
  onChange: (reboot: boolean) => void;
  legend: string;
}) {
  const name = useId();
  return (
    <fieldset className="fieldset">
      <legend>{props.legend}</legend>
      {CHOICES.map((choice) => (
        <label key={choice.title} className="choice">
          <input
            type="radio"
            className="form-check-input"
            name={name}
            checked={props.reboot === choice.reboot}
            onChange={() => props.onChange(choice.reboot)}
          />
          <span>
            <strong>{choice.title}</strong>
            <small>{choice.text}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
