/** The pages behind the form, by address. An unknown one shows the way back. */
import { Btn } from '../../ui/buttons';
import { lazily } from '../../ui/lazy';
import { Empty } from '../../ui/marks';
import { Screen } from '../shell';
import { AttentionScreen } from './attention';
import { DeviceScreen } from './device';
import { HelpScreen } from './help';
import { ListScreen } from './list';
import { RecordScreen } from './record';
import { RevisitsScreen } from './revisits';
import { StoreQrScreen } from './store-qr';
import { pageWords } from './words';
import '../../ui/tokens.print.css';
import '../../ui/css/rows.css';
import '../../ui/css/pages.css';

const day = lazily(() => import('../day/app').then((part) => part.DayApp));
const inbox = lazily(() => import('../inbox/app').then((part) => part.InboxScreen));
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function PagesApp({ at }: { at: string }) {
  switch (at) {
    case '/so':
      return <ListScreen />;
    case '/so/can-xem':
      return <AttentionScreen />;
    case '/ghe-lai':
      return <RevisitsScreen />;
    case '/huong-dan':
      return <HelpScreen />;
    case '/huong-dan/ma-qr':
      return <StoreQrScreen />;
    case '/may-nay':
      return <DeviceScreen />;
    case '/hop-thu':
      return <inbox.View />;
    case '/so/phieu':
    case '/so/tien-do':
      return <day.View at={at} />;
  }
  const record = at.startsWith('/so/') ? at.slice(4) : '';
  if (uuid.test(record)) return <RecordScreen key={record} recordId={record} />;
  const w = pageWords.value.notFound;
  return (
    <Screen title={w.title} back="/">
      <Empty icon="search" title={w.title} text={w.text}>
        <Btn kind="main" href="/">
          {w.home}
        </Btn>
      </Empty>
    </Screen>
  );
}
