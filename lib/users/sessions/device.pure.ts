/** The first that matches says it: most browsers also name the ones that they descend from. */
const BROWSERS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|HeadlessChrome|Chromium|CriOS)\//, "Chrome"],
  [/\bVersion\/\S+.* Safari\//, "Safari"],
];
const SYSTEMS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bWindows\b/, "Windows"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];
/** A script names itself first: `curl/8.5.0`, `python-requests/2.32`. */
const PROGRAM = /^([A-Za-z][\w.-]{0,29})(?:\/\S*)?(?:\s|$)/;

/** A User-Agent in words: "Firefox on Linux", "curl". It is a client's own word and proves nothing. */
export function describeDevice(userAgent: string): string {
  const browser = find(BROWSERS, userAgent);
  const system = find(SYSTEMS, userAgent);
  if (browser !== null) return system === null ? browser : `${browser} on ${system}`;
  const program = PROGRAM.exec(userAgent)?.[1];
  if (program !== undefined && program !== "Mozilla") return program;
  return system === null ? "Unknown device" : `Unknown browser on ${system}`;
}

function find(known: typeof BROWSERS, userAgent: string): string | null {
  return known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
}
