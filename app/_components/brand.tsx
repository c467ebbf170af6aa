import { Link } from "./link";

export function Brand({ href = "/" }: { href?: "/" | "/sign-in" }) {
  return (
    <Link href={href} className="brand">
      <BrandMark />
      AMIVault
    </Link>
  );
}

/** A vault door that is also a stack of images. */
function BrandMark() {
  return (
    <svg className="brand-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round">
        <rect x="2.5" y="2.5" width="19" height="19" rx="5" />
        <path d="m12 6.5 5.5 2.75L12 12 6.5 9.25 12 6.5Z" fill="currentColor" />
        <path d="m6.5 12.4 5.5 2.75 5.5-2.75M6.5 15.4l5.5 2.75 5.5-2.75" strokeLinecap="round" />
      </g>
    </svg>
  );
}
