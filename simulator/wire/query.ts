import { AwsError } from "../core/errors";
import type { InputNode } from "./params";

const MAX_DEPTH = 8;

/** `A.1.B=x&A.2.B=y` as a tree. A later value of the same name wins, as in AWS. */
export function parseQuery(text: string): InputNode {
  const root: InputNode = {};
  if (text === "") return root;
  for (const pair of text.split("&")) {
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (name === "") continue;
    place({ root, name, value: equals < 0 ? "" : decode(pair.slice(equals + 1)) });
  }
  return root;
}

function place({ root, name, value }: { root: InputNode; name: string; value: string }): void {
  let node = root;
  const parts = name.split(".");
  if (parts.length > MAX_DEPTH) {
    throw new AwsError("MalformedQueryString", "The query string contains a syntax error");
  }
  for (const part of parts) {
    node.children ??= new Map();
    let child = node.children.get(part);
    if (child === undefined) {
      child = {};
      node.children.set(part, child);
    }
    node = child;
  }
  node.value = value;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new AwsError("MalformedQueryString", "The query string contains a syntax error");
  }
}
