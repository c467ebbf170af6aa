import { CopyButton } from "../copy-button";
import { Notice } from "../notice";

/** Shown once. Whoever leaves the page before keeping them makes new ones. */
export function RecoveryCodes(props: { codes: string[]; username: string; onKept: () => void }) {
  const { codes, username, onKept } = props;
  const text = codes.join("\n");
  return (
    <div className="form-stack">
      <Notice tone="warn" live>
        <p>
          <strong>Keep these ten recovery codes now.</strong> They are shown only this once. Each of
          them signs in once in place of a code, when the authenticator is lost.
        </p>
      </Notice>
      <section className="recovery-codes" aria-label="Recovery codes">
        <p className="print-only">AMIVault, recovery codes of {username}. Each counts once.</p>
        <ol>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </section>
      <div className="form-actions">
        <button type="button" className="btn btn-primary" onClick={onKept}>
          I have kept them
        </button>
        <a
          className="btn btn-plain"
          download={`amivault-recovery-codes-${username}.txt`}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(toFile(codes, username))}`}
        >
          Download
        </a>
        <button type="button" className="btn btn-plain" onClick={() => window.print()}>
          Print
        </button>
        <CopyButton text={text} label="the recovery codes" />
      </div>
    </div>
  );
}

function toFile(codes: readonly string[], username: string): string {
  const head = `AMIVault, recovery codes of ${username}. Each counts once, in place of a code.`;
  return `${head}\n\n${codes.join("\n")}\n`;
}
