import { SearchIcon } from "../_components/icons";
import { EmptyState } from "../_components/empty-state";
import { Link } from "../_components/link";

export default function NotFound() {
  return (
    <section className="panel">
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        icon={<SearchIcon />}
        title="There is nothing here"
        action={
          <Link href="/" className="btn btn-primary">
            To the dashboard
          </Link>
        }
      >
        It was removed, it belongs to an account you do not see, or the address has a typing error.
      </EmptyState>
    </section>
  );
}
