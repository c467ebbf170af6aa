import { EmptyState } from "./empty-state";
import { LockIcon } from "./icons";

/** For a page whose act the person's role does not allow; the verb refuses it all the same. */
export function NotAllowed({ needs }: { needs: string }) {
  return (
    <section className="panel">
      <h1 className="visually-hidden">Not allowed</h1>
      <EmptyState icon={<LockIcon />} title="Your role does not allow this">
        It needs {needs}.
      </EmptyState>
    </section>
  );
}
