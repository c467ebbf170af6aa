import { CALLBACK_PATH } from "#lambda/contract/callback.pure";

/** Where the function's reports go, or what is wrong with the text, as a sentence. */
export type CallbackAddress = { ok: true; url: string } | { ok: false; problem: string };

interface Rules {
  /** http is enough to reach this host: loopback, and what the environment allows. */
  mayBePlain(host: string): boolean;
}

/** The application's address, with the callback's path behind it unless it is there already. */
export function toCallbackAddress(text: string, { mayBePlain }: Rules): CallbackAddress {
  if (!URL.canParse(text)) return refuse(`“${text.slice(0, 100)}” is not an address. ${EXAMPLE}`);
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse(EXAMPLE);
  if (url.username !== "" || url.password !== "") {
    return refuse("Leave out user name and password: the reports are signed.");
  }
  if (url.search !== "" || url.hash !== "") return refuse("Leave out what begins with ? or #.");
  if (url.protocol === "http:" && !mayBePlain(url.hostname.replace(/^\[(.*)\]$/, "$1"))) {
    return refuse(
      "Use https: over http anybody on the way could read it. http is for this machine and for hosts in AMIVAULT_ALLOWED_PRIVATE_TARGETS.",
    );
  }
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = path.endsWith(CALLBACK_PATH) ? path : `${path}${CALLBACK_PATH}`;
  return { ok: true, url: url.href };
}

/** A URL, or the ARN of an API Gateway's stage, which has an address that follows from it. */
export function toGatewayAddress(text: string, rules: Rules): CallbackAddress {
  if (!text.startsWith("arn:")) return toCallbackAddress(text, rules);
  const match = GATEWAY_ARN.exec(text);
  const suffix = SUFFIXES[match?.groups?.["partition"] ?? ""];
  const { region, api, stage = "", rest = "" } = match?.groups ?? {};
  if (suffix === undefined || region === undefined || api === undefined) {
    return refuse(`“${text.slice(0, 200)}” names no stage of an API Gateway. ${ARN_EXAMPLE}`);
  }
  const path = rest
    .split("/")
    .filter((part, index) => part !== "" && !(index === 0 && isVerb(part)));
  // What it stands for is a permission's, not an address's.
  if (stage === "*" || path.slice(0, -1).includes("*"))
    return refuse(`An address has no “*”. ${ARN_EXAMPLE}`);
  if (path.at(-1) === "*") path.pop();
  const stagePath = stage === "$default" ? [] : [stage];
  const host = `${api}.execute-api.${region}.${suffix}`;
  return toCallbackAddress(`https://${[host, ...stagePath, ...path].join("/")}`, rules);
}

/** Of ARNs: `<api>/<stage>/<verb>/<path>`; the verb is part of no address. */
function isVerb(part: string): boolean {
  return /^(\*|ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(part);
}

function refuse(problem: string): CallbackAddress {
  return { ok: false, problem };
}

const GATEWAY_ARN =
  /^arn:(?<partition>[a-z-]+):execute-api:(?<region>[a-z]{2}(?:-[a-z]+)+-\d{1,2}):\d{12}:(?<api>[a-z0-9]{4,40})\/(?<stage>\*|\$default|[A-Za-z0-9_-]{1,128})(?:\/(?<rest>[\w.~*/$-]*))?$/;
const SUFFIXES: Readonly<Record<string, string>> = {
  aws: "amazonaws.com",
  "aws-us-gov": "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
};
const EXAMPLE = "Write it as https://amivault.example.org.";
const ARN_EXAMPLE =
  "Write it as arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/prod, or as a URL.";
