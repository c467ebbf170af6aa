"use client";

// oxlint-disable-next-line no-restricted-imports -- the one place that wraps it
import NextLink from "next/link";
import { useState } from "react";
import type { ComponentProps } from "react";

/**
 * Fetched ahead while somebody points at it, never for being in view: a live page that refreshes
 * would ask for every page that it links to, each time, before it shows what changed.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  const [isAimedAt, setIsAimedAt] = useState(false);
  const aim = () => setIsAimedAt(true);
  const leave = () => setIsAimedAt(false);
  return (
    <NextLink
      {...props}
      prefetch={isAimedAt ? null : false}
      onMouseEnter={aim}
      onMouseLeave={leave}
      onFocus={aim}
      onBlur={leave}
    />
  );
}
