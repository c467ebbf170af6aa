import type { KeyObject } from "node:crypto";
import { macOfText } from "./chain-mac";
import { toSegmentText } from "./chain.pure";
import type { SegmentRow } from "./chain-reader.repo";
import { hashBody } from "./segment-body";

export function sealMac(key: KeyObject, segment: Omit<SegmentRow, "mac">): string {
  return macOfText(key, toSegmentText({ ...segment, bodyHash: hashBody(segment.body) }));
}
