"use client";

import { useSyncExternalStore } from "react";
import { HalfIcon, MoonIcon, SunIcon } from "./icons";
import { THEME_COOKIE, parseTheme } from "./theme";
import type { Theme } from "./theme";
import { writeTasteCookie } from "./write-taste-cookie";

const CHOICES = [
  { theme: null, label: "Auto", icon: <HalfIcon /> },
  { theme: "light", label: "Light", icon: <SunIcon /> },
  { theme: "dark", label: "Dark", icon: <MoonIcon /> },
] as const;

const YEAR_SECONDS = 31_536_000;

/** `initial` is the cookie as the server read it, so that the first paint is right. */
export function ThemeSwitch({ initial }: { initial: Theme | null }) {
  const theme = useSyncExternalStore(subscribe, readTheme, () => initial);
  return (
    <div className="theme-switch" role="group" aria-label="Theme">
      {CHOICES.map((choice) => (
        <button
          key={choice.label}
          type="button"
          aria-pressed={theme === choice.theme}
          onClick={() => chooseTheme(choice.theme)}
        >
          {choice.icon}
          {choice.label}
        </button>
      ))}
    </div>
  );
}

function readTheme(): Theme | null {
  return parseTheme(document.documentElement.dataset["bsTheme"]);
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  return () => observer.disconnect();
}

function chooseTheme(theme: Theme | null): void {
  writeTasteCookie({ name: THEME_COOKIE, value: theme, seconds: YEAR_SECONDS, sameSite: "lax" });
  if (theme === null) document.documentElement.removeAttribute("data-bs-theme");
  else document.documentElement.dataset["bsTheme"] = theme;
}
