/** The pages about a day and about progress; loaded when one of them is opened. */
import { ProgressScreen } from './progress';
import { ReceiptScreen } from './receipt';
import '../../ui/css/day.css';

export function DayApp({ at }: { at: string }) {
  return at === '/so/tien-do' ? <ProgressScreen /> : <ReceiptScreen />;
}
