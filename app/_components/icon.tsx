import type { StaticImageData } from "next/image";
import spriteFile from "./icons.svg";

const sprite: StaticImageData = spriteFile;

export interface IconProps {
  className?: string;
}

/** Always beside a word, or inside a control with a label: hidden from readers. */
export function Icon({ className, shape }: IconProps & { shape: string }) {
  return (
    <svg
      className={className === undefined ? "icon" : `icon ${className}`}
      aria-hidden="true"
      focusable="false"
    >
      <use href={`${sprite.src}#${shape}`} />
    </svg>
  );
}
