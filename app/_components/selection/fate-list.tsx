"use client";

import { useState } from "react";
import { CheckCircleIcon, CrossCircleIcon, DashIcon, QuestionIcon } from "../outcome-icons";
import { Link } from "../link";
import { Suggestion } from "../suggestion";
import type { FateGroup } from "./group-fates.pure";

const LOOKS = {
  refused: { icon: <CrossCircleIcon className="text-bad" />, word: "Refused" },
  lost: { icon: <QuestionIcon className="text-warn" />, word: "No answer: it may have been done" },
  untried: { icon: <DashIcon />, word: "Not tried" },
  done: { icon: <CheckCircleIcon className="text-ok" />, word: "Done" },
} as const;

const SHOWN = 20;

/** Items that share a fate and its reason. */
export function FateList(props: { group: FateGroup; hrefOf: (id: string) => string }) {
  const { group } = props;
  const [isWhole, setIsWhole] = useState(group.items.length <= SHOWN);
  const { icon, word } = LOOKS[group.kind];
  const shown = isWhole ? group.items : group.items.slice(0, SHOWN);
  return (
    <section className="fate">
      <h3>
        {icon} {group.items.length} · {word}
        {group.message === null ? null : (
          <span className="hostile">
            {": "}
            {group.message}
          </span>
        )}
      </h3>
      {group.suggestion === null ? null : <Suggestion text={group.suggestion} />}
      <ul>
        {shown.map(({ id, label, link }) => (
          <li key={id}>
            <Link className="hostile" dir="auto" href={link ?? props.hrefOf(id)}>
              {label}
            </Link>
          </li>
        ))}
        {isWhole ? null : (
          <li>
            <button type="button" className="btn btn-link-plain" onClick={() => setIsWhole(true)}>
              and {group.items.length - SHOWN} more
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}
