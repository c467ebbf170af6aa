import type { ReactNode } from "react";
import type { Permission } from "#lib/auth/permissions";
import type { BackupDto } from "#lib/backups/dto";
import { listBackups } from "#lib/backups/list-backups";
import type { Context } from "#lib/context";
import type { CredentialDto } from "#lib/credentials/dto";
import { listCredentials } from "#lib/credentials/list-credentials";
import type { InstanceDto } from "#lib/instances/dto";
import { listInstances } from "#lib/instances/list-instances";
import { BackUpNow } from "../../_components/back-up-now";
import { CheckIcon } from "../../_components/icons";
import { Link } from "../../_components/link";
import { LiveProgress, LiveStatus } from "../../_components/live/live-status";
import { Panel } from "../../_components/panel";
import { RelativeTime } from "../../_components/relative-time";
import { toBackUpTarget } from "../instances/_components/to-back-up-target";

type May = (permission: Permission) => boolean;

/** From nothing to the first good backup: what is done, what is next, and what stands in the way. */
export async function FirstSteps(props: {
  ctx: Context;
  running: readonly BackupDto[];
  unprotected: number;
  now: number;
  may: May;
}) {
  const { ctx, running, unprotected, now, may } = props;
  const [credentials, instances, ended] = await Promise.all([
    listCredentials(ctx, { limit: 1 }),
    listInstances(ctx, { limit: 1 }),
    listBackups(ctx, { status: "failed,missed", limit: 1 }),
  ]);
  const [credential] = credentials.items;
  const [instance] = instances.items;
  return (
    <Panel title="To your first backup" flush>
      <ol className="steps">
        <CredentialStep credential={credential} may={may} />
        <ProtectStep
          isReady={credential !== undefined}
          isDone={instance !== undefined}
          unprotected={unprotected}
          may={may}
        />
        <BackupStep
          instance={instance}
          running={running[0]}
          failed={ended.items[0]}
          now={now}
          may={may}
        />
      </ol>
    </Panel>
  );
}

function CredentialStep({ credential, may }: { credential: CredentialDto | undefined; may: May }) {
  const refused = credential?.validationError ?? null;
  if (credential !== undefined && refused !== null) {
    return (
      <Step
        isDone={false}
        title="Mend the credential"
        text={refused}
        action={<Act href={`/credentials/${credential.id}`}>Look at the credential</Act>}
      />
    );
  }
  return (
    <Step
      isDone={credential !== undefined}
      title="Add a credential"
      text="An access key, or a role that is assumed: how the account is reached. The policy it needs can be copied there."
      action={
        may("credentials.write") ? (
          <Act href="/credentials/new">Add a credential</Act>
        ) : (
          <span className="muted small">An administrator does this.</span>
        )
      }
    />
  );
}

function ProtectStep(props: { isReady: boolean; isDone: boolean; unprotected: number; may: May }) {
  const { isReady, isDone, unprotected, may } = props;
  const found =
    unprotected === 1
      ? "One running instance was found"
      : `${unprotected} running instances were found`;
  return (
    <Step
      isDone={isDone}
      title="Choose what to protect"
      text={
        unprotected > 0
          ? `${found} in the accounts. They are backed up on the default schedule unless you choose another.`
          : "The accounts are looked through for what runs; one can also be added by its id. The default schedule backs them up unless you choose another."
      }
      action={
        isReady && may("instances.write") ? (
          <>
            <Act href="/instances/discover">Find instances</Act>
            <Link className="btn btn-plain btn-sm" href="/instances/new">
              Add by id
            </Link>
          </>
        ) : null
      }
    />
  );
}

function BackupStep(props: {
  instance: InstanceDto | undefined;
  running: BackupDto | undefined;
  failed: BackupDto | undefined;
  now: number;
  may: May;
}) {
  const { instance, running, failed, now, may } = props;
  const title = "See the first backup through";
  if (running !== undefined) {
    return (
      <Step
        isDone={false}
        title={title}
        text="It is on its way: an image takes minutes, a large one hours. This page follows it."
        action={
          <>
            <span className="running-progress">
              <LiveProgress {...running} label="Progress of the image" />
            </span>
            <LiveStatus {...running} />
            <Act href={`/backups/${running.id}`}>Watch it</Act>
          </>
        }
      />
    );
  }
  const backUp =
    instance !== undefined && may("backups.create") ? (
      <BackUpNow target={toBackUpTarget(instance)} look="row" />
    ) : null;
  if (failed !== undefined) {
    return (
      <Step
        isDone={false}
        title={title}
        text={failed.statusReason ?? `The last one ended as ${failed.status}.`}
        action={
          <>
            <Act href={`/backups/${failed.id}`}>See why</Act>
            {backUp}
          </>
        }
      />
    );
  }
  const dueAt = instance?.nextDueAt ?? null;
  return (
    <Step
      isDone={false}
      title={title}
      text={
        dueAt === null ? (
          "Start one by hand, or wait for the schedule."
        ) : (
          <>
            The schedule starts one <RelativeTime at={dueAt} now={now} />; you can start one by hand
            now.
          </>
        )
      }
      action={backUp}
    />
  );
}

function Act({ href, children }: { href: string; children: string }) {
  return (
    <Link className="btn btn-primary btn-sm" href={href}>
      {children}
    </Link>
  );
}

function Step(props: { isDone: boolean; title: string; text: ReactNode; action: ReactNode }) {
  return (
    <li className={props.isDone ? "is-done" : undefined}>
      <span className="step-mark">{props.isDone ? <CheckIcon /> : null}</span>
      <span className="row-main">
        <strong>{props.title}</strong>
        {props.isDone ? <span className="visually-hidden"> (done)</span> : null}
        {props.isDone ? null : <span className="muted small d-block hostile">{props.text}</span>}
      </span>
      {props.isDone ? null : <span className="row-side">{props.action}</span>}
    </li>
  );
}
