import type { ChannelDto } from "#lib/channels/dto";
import { Link } from "../../../../_components/link";
import { RelativeTime } from "../../../../_components/relative-time";
import { ChannelState } from "./channel-state";
import { toRuleWords } from "./rule-words.pure";
import { CHANNEL_WORDS, toStepWords } from "./channel-words";

export function ChannelTable(props: {
  channels: readonly ChannelDto[];
  escalateAfterMinutes: number;
  now: number;
}) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">State</th>
          <th scope="col">Kind</th>
          <th scope="col">Alerts</th>
          <th scope="col">Told</th>
          <th scope="col">Last got through</th>
        </tr>
      </thead>
      <tbody>
        {props.channels.map((channel) => (
          <tr key={channel.id}>
            <td>
              <span className="cell-title">
                <Link href={`/settings/channels/${channel.id}`} className="cut hostile" dir="auto">
                  {channel.name}
                </Link>
                <span className="muted small">{channel.host}</span>
              </span>
            </td>
            <td data-label="State">
              <ChannelState channel={channel} />
            </td>
            <td data-label="Kind">{CHANNEL_WORDS[channel.kind]}</td>
            <td data-label="Alerts" className="wrap">
              {channel.kind === "heartbeat" ? "none: a sign of life" : toRuleWords(channel)}
            </td>
            <td data-label="Told">
              {channel.kind === "heartbeat"
                ? "every healthy minute"
                : toStepWords(channel.step, props.escalateAfterMinutes)}
            </td>
            <td data-label="Last got through">
              {channel.lastSentAt === null ? (
                <span className="muted">never</span>
              ) : (
                <RelativeTime at={channel.lastSentAt} now={props.now} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
