// Writes the few shapes of bootstrap-icons (MIT) that the pages use, as components.
import { readFileSync, writeFileSync } from "node:fs";

const ICONS = {
  Dashboard: "grid-1x2",
  Instances: "hdd-stack",
  Backups: "archive",
  Findings: "intersect",
  Retention: "hourglass",
  Credentials: "key",
  Alerts: "bell",
  Settings: "gear",
  Account: "person-circle",
  SignOut: "box-arrow-right",
  Menu: "list",
  Close: "x-lg",
  Sun: "sun",
  Moon: "moon-stars",
  Half: "circle-half",
  Trash: "trash",
  Calendar: "calendar3",
  Copy: "copy",
  Check: "check2",
  Search: "search",
  Plus: "plus-lg",
  Next: "chevron-right",
  External: "box-arrow-up-right",
  Pause: "pause-fill",
  Play: "play-fill",
  Offline: "wifi-off",
  Pencil: "pencil",
  Refresh: "arrow-clockwise",
  Cloud: "cloud-arrow-up",
  Lock: "lock-fill",
  Send: "send",
};

const OUTCOME_ICONS = {
  CheckCircle: "check-circle-fill",
  CrossCircle: "x-circle-fill",
  Warning: "exclamation-triangle-fill",
  Clock: "clock",
  Hourglass: "hourglass-split",
  Repeat: "arrow-repeat",
  Dash: "dash-circle",
  Question: "question-circle-fill",
  CalendarMissed: "calendar-x-fill",
  PauseCircle: "pause-circle-fill",
  Info: "info-circle-fill",
  Skip: "skip-forward-circle",
  Slash: "slash-circle",
  Circle: "circle",
};

write("app/_components/icons.tsx", ICONS);
write("app/_components/outcome-icons.tsx", OUTCOME_ICONS);

function write(path, names) {
  const components = Object.entries(names).map(([name, file]) => toComponent(name, file));
  writeFileSync(
    path,
    `// Written by scripts/icons.mjs from bootstrap-icons (MIT, The Bootstrap Authors); edit it there.
import { Icon } from "./icon";
import type { IconProps } from "./icon";

${components.join("\n\n")}
`,
  );
}

function toComponent(name, file) {
  const svg = readFileSync(`node_modules/bootstrap-icons/icons/${file}.svg`, "utf8");
  const paths = [...svg.matchAll(/<path ([^>]*?)\/?>/g)].map((match) => match[1] ?? "");
  const shapes = paths
    .map((attributes) => `<path ${attributes.replaceAll("fill-rule", "fillRule").trim()} />`)
    .join("");
  return `export function ${name}Icon(props: IconProps) { return <Icon {...props}>${shapes}</Icon>; }`;
}
