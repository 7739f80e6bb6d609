/** The grey card of what is still to come. Promises: none where the page says that it did not come. */

export function Waiting({ problem }: { problem: string | null }) {
  return problem ? null : <div class="card block late" aria-hidden="true" />;
}
