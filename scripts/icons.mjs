// Writes the few shapes of bootstrap-icons (MIT) that the pages use: one file, and a component for each.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

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
  Unlock: "unlock",
  Tag: "tag",
  Download: "download",
  Send: "send",
  Aws: "cloud",
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

/** Every file that is written, by its path. @returns {Record<string, string>} */
export function toIconFiles() {
  return {
    "app/_components/icons.svg": toSprite({ ...ICONS, ...OUTCOME_ICONS }),
    "app/_components/icons.tsx": toComponents(ICONS),
    "app/_components/outcome-icons.tsx": toComponents(OUTCOME_ICONS),
  };
}

/** One file with every shape, which browsers keep. @param {Record<string, string>} names */
function toSprite(names) {
  const symbols = [...new Set(Object.values(names))].map((file) => {
    const svg = readFileSync(`node_modules/bootstrap-icons/icons/${file}.svg`, "utf8");
    const paths = [...svg.matchAll(/<path [^>]*?\/>/g)].map(([path]) => path);
    return `<symbol id="${file}" viewBox="0 0 16 16">${paths.join("")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<!-- Written by scripts/icons.mjs from bootstrap-icons (MIT, The Bootstrap Authors). -->
${symbols.join("\n")}
</svg>
`;
}

/** @param {Record<string, string>} names */
function toComponents(names) {
  const components = Object.entries(names).map(
    ([name, file]) => `export function ${name}Icon(props: IconProps) {
  return <Icon {...props} shape="${file}" />;
}
`,
  );
  return `// Written by scripts/icons.mjs from bootstrap-icons (MIT, The Bootstrap Authors); edit it there.
import { Icon } from "./icon";
import type { IconProps } from "./icon";

${components.join("\n")}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [path, text] of Object.entries(toIconFiles())) writeFileSync(path, text);
}
