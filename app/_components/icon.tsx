import type { ReactNode } from "react";

export interface IconProps {
  className?: string;
}

/** Always beside a word, or inside a control with a label: hidden from readers. */
export function Icon({ className, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      className={className === undefined ? "icon" : `icon ${className}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}
