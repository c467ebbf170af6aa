import { SUBNET_PLACEHOLDER } from "#lib/backups/console-links.pure";
import type { BackupStatus } from "#lib/db/schema/constants";
import { CopyButton } from "../../../../_components/copy-button";
import { ExternalIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";

/** Why there is no command. */
const NO_COMMAND: Partial<Record<BackupStatus, string>> = {
  failed: "AWS did not finish the image: nothing can be launched from it.",
  deleting: "The image is being removed.",
  forgotten:
    "Its record is removed, and AMIVault looks after it no more. The image stays in AWS, where it can be launched.",
  gone: "AWS shows the image no more. A Recycle Bin rule of the account may still have it.",
};

/** How to get the machine back: the command line, and AWS's own page. */
export function LaunchCommand(props: {
  status: BackupStatus;
  command: string | null;
  consoleUrl: string | null;
}) {
  if (props.status === "deleted") return null;
  if (props.command === null && props.consoleUrl === null) return null;
  return (
    <Panel
      title="Bring it back"
      aside={
        props.consoleUrl === null ? undefined : (
          <a href={props.consoleUrl} target="_blank" rel="noreferrer">
            Open in the AWS console <ExternalIcon />
          </a>
        )
      }
    >
      {props.command === null ? (
        <p className="muted m-0">
          {NO_COMMAND[props.status] ??
            "The command that launches it appears once the image is available."}
        </p>
      ) : (
        <div className="stack">
          <p className="muted m-0">
            Launches a new instance from this image; the old one, if there is one, is left alone.
            Put the subnet that it shall stand in for <code>{SUBNET_PLACEHOLDER}</code>.
          </p>
          <div className="command">
            {props.command}
            <CopyButton text={props.command} label="the command" />
          </div>
        </div>
      )}
    </Panel>
  );
}
