/** The board of obligations, and the page of one unit behind it. */
import { BoardPage } from './board';
import { UnitPage } from './unit';
import '../../ui/css/board.css';

export function ObligationsApp({ at }: { at: string }) {
  const code = /^\/huyen\/nghia-vu\/([^/]+)$/.exec(at)?.[1];
  return code ? <UnitPage key={code} code={decodeURIComponent(code)} /> : <BoardPage />;
}
