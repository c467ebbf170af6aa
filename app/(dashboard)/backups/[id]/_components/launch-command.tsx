import { CopyButton } from "../../../../_components/copy-button";
import { ExternalIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";

/** How to get the machine back: the command line, and AWS's own page. */
export function LaunchCommand(props: { command: string | null; consoleUrl: string | null }) {
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
          The command that launches it appears once the image is available.
        </p>
      ) : (
        <div className="stack">
          <p className="muted m-0">
            Launches a new instance from this image; the old one, if there is one, is left alone.
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
