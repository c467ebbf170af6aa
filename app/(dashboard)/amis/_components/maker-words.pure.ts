/** Who made an image that is not ours: null and `unmarked` are nobody that its tags name. */
export function toMakerWords(maker: string | null): string {
  return maker === null || maker === "unmarked" ? "A person or another tool" : maker;
}
