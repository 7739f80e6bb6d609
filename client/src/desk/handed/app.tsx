/** What volunteers bring to the office: files of unsent visits, and receipts to be checked. */
import { FilesPage } from './files';
import { ReceiptsPage } from './receipts';

export function HandedApp({ at }: { at: string }) {
  return at === '/huyen/phieu' ? <ReceiptsPage /> : <FilesPage />;
}
