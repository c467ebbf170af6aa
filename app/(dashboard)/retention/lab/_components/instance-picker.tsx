"use client";

import { useEffect, useId, useRef, useState } from "react";
import type { RetentionHistoryDto } from "#lib/retention/compare-dto";
import { toCountText } from "../../../../_components/count-text.pure";
import { Field } from "../../../../_components/field";
import { Link } from "../../../../_components/link";

export interface InstanceChoice {
  id: string;
  /** The Name tag: hostile text. */
  name: string;
  instanceId: string;
}

const TYPING_PAUSE_MS = 250;

/** Found by typing: a fleet may have thousands. */
export function InstancePicker(props: {
  choices: readonly InstanceChoice[];
  value: string;
  /** Of the chosen one, once it is there. */
  history: RetentionHistoryDto | null;
  onChange: (id: string) => void;
}) {
  const { value, history } = props;
  const listId = useId();
  const [choices, setChoices] = useState(props.choices);
  const [typed, setTyped] = useState<string | null>(null);
  const search = useSearch(setChoices);
  const chosen = choices.find(({ id }) => id === value) ?? history?.instance;
  const type = (text: string) => {
    setTyped(text);
    const found = choices.find((choice) => labelOf(choice) === text);
    if (found === undefined) return search(text);
    setTyped(null);
    props.onChange(found.id);
  };
  return (
    <Field label="On the images of" hint={<PickedWords history={history} />}>
      {({ ref: _ref, ...control }) => (
        <>
          <input
            {...control}
            className="form-control hostile"
            dir="auto"
            list={listId}
            autoComplete="off"
            spellCheck={false}
            value={typed ?? (chosen ? labelOf(chosen) : "")}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => type(event.target.value)}
            onBlur={() => setTyped(null)}
          />
          <datalist id={listId}>
            {choices.map((choice) => (
              <option key={choice.id} value={labelOf(choice)} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function PickedWords({ history }: { history: RetentionHistoryDto | null }) {
  if (history === null) return "Reading its images…";
  const { backups, total, schedules, instance, facts } = history;
  const runs = toCountText(schedules.length, "schedule");
  const resting = facts.paused || facts.terminated || facts.removed;
  return (
    <>
      <Link href={`/instances/${instance.id}`}>{toCountText(total, "image")}</Link>
      {backups.length < total ? `, of which the newest ${backups.length} are looked at` : ""};{" "}
      {resting ? "no runs to come" : runs}. Type to find another one.
    </>
  );
}

function labelOf({ name, instanceId }: Pick<InstanceChoice, "name" | "instanceId">): string {
  return name === "" ? instanceId : `${name} · ${instanceId}`;
}

/** Asks the server once typing pauses; an answer that comes late is thrown away. */
function useSearch(onFound: (choices: InstanceChoice[]) => void): (text: string) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      asked.current?.abort();
    },
    [],
  );
  const ask = async (text: string, signal: AbortSignal) => {
    const found = await findInstances(text, signal);
    if (found !== null && !signal.aborted) onFound(found);
  };
  return (text) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      asked.current?.abort();
      const controller = new AbortController();
      asked.current = controller;
      void ask(text, controller.signal);
    }, TYPING_PAUSE_MS);
  };
}

/** Null where the server did not answer: what was listed stays. */
async function findInstances(text: string, signal: AbortSignal): Promise<InstanceChoice[] | null> {
  try {
    const search = encodeURIComponent(text.trim());
    const response = await fetch(`/api/instances?limit=50&search=${search}`, { signal });
    if (!response.ok) return null;
    const page: { items: InstanceChoice[] } = await response.json();
    return page.items.map(({ id, name, instanceId }) => ({ id, name, instanceId }));
  } catch {
    return null;
  }
}
