"use client";

import { useCallback, useState } from "react";
import type { RetentionPolicyDto } from "#lib/retention/dto";
import { Notice } from "../../../../_components/notice";
import { FleetPanel } from "./fleet-panel";
import { InstancePicker, type InstanceChoice } from "./instance-picker";
import type { LabAddress } from "./lab-address.pure";
import { LabPictures } from "./lab-pictures";
import { LabSettings } from "./lab-settings";
import { PolicySide } from "./policy-side";
import { SaveB } from "./save-b";
import { useDrafts } from "./use-drafts";
import { useHistory } from "./use-history";
import { useLabAddress } from "./use-lab-address";

/** Everything is computed in the browser, by the same functions that the sweep uses. */
export function Lab(props: {
  initial: LabAddress & { instance: string };
  choices: readonly InstanceChoice[];
  policies: readonly RetentionPolicyDto[];
  /** What the first instance follows; null for rules of its own. */
  followed: RetentionPolicyDto | null;
  now: number;
  mayWrite: boolean;
}) {
  const { policies, mayWrite } = props;
  // A live page renders again at each event: what is computed here is of one moment.
  const [now] = useState(props.now);
  const [address, setAddress] = useState(props.initial);
  const change = useCallback(
    (changes: Partial<LabAddress>) =>
      setAddress((current) => ({
        ...current,
        ...changes,
        instance: changes.instance ?? current.instance,
      })),
    [],
  );
  const state = useHistory(address.instance);
  const history = state.status === "ready" ? state.history : null;
  const drafts = useDrafts({
    address,
    policies,
    followed:
      history?.policy ?? (address.instance === props.initial.instance ? props.followed : null),
  });
  useLabAddress({ ...address, ...drafts.codes });
  const { base } = drafts;
  return (
    <div className="stack">
      <section className="panel" aria-label="What is tried">
        <div className="panel-body lab-setup">
          <InstancePicker
            choices={props.choices}
            value={address.instance}
            history={history}
            onChange={(instance) => change({ instance })}
          />
          <LabSettings
            years={address.years}
            price={address.price ?? history?.snapshotUsdPerGiBMonth ?? null}
            onChange={change}
          />
        </div>
      </section>
      {state.status === "failed" ? <Notice tone="bad">{state.message}</Notice> : null}
      {base === null && !drafts.a.isDraft ? null : (
        <div className="columns columns-even lab-sides">
          <PolicySide
            side="A"
            lead={drafts.a.isDraft ? "a draft" : "as saved"}
            source={drafts.a.isDraft ? null : (base?.id ?? null)}
            policies={policies}
            own={base !== null && base.instanceId !== null ? base : null}
            draft={drafts.a.draft}
            read={drafts.a.read}
            onDraft={drafts.a.change}
            onSource={(policy) => {
              drafts.a.reset();
              change({ policy });
            }}
          />
          <PolicySide
            side="B"
            lead={drafts.b.isDraft ? "the draft" : "the same as A, until you change it"}
            source={null}
            policies={policies}
            own={null}
            draft={drafts.b.draft}
            read={drafts.b.read}
            onDraft={drafts.b.change}
            onSource={(id) => drafts.b.copy(policies.find((policy) => policy.id === id) ?? null)}
            foot={
              mayWrite && base !== null ? (
                <SaveB policy={base} rules={drafts.b.read.rules} isDraft={drafts.b.isDraft} />
              ) : undefined
            }
          />
        </div>
      )}
      <LabPictures
        history={history}
        isLoading={state.status === "loading"}
        a={drafts.a.read.rules}
        b={drafts.b.read.rules}
        address={address}
        price={address.price ?? history?.snapshotUsdPerGiBMonth ?? 0}
        now={now}
        onChange={change}
      />
      <FleetPanel
        scope={address.scope}
        policy={base !== null && base.instanceId === null ? base : null}
        a={drafts.a.isDraft ? drafts.a.read.rules : null}
        b={drafts.b.read.rules}
        price={address.price ?? history?.snapshotUsdPerGiBMonth ?? 0}
        onScope={(scope) => change({ scope })}
      />
    </div>
  );
}
