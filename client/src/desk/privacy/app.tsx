/** Personal data: requests to erase a number, what is held, and the notification of a breach. */
import { Btn } from '../../ui/buttons';
import { words } from '../../ui/language';
import { Empty } from '../../ui/marks';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { BreachPart } from './breach';
import { ErasuresPart } from './erasures';
import { HeldPart } from './held';
import { privacyWords } from './words';
import '../../ui/css/privacy.css';

const base = '/huyen/du-lieu-ca-nhan';
const parts = {
  erasures: { href: base, Part: ErasuresPart },
  held: { href: `${base}/dang-giu`, Part: HeldPart },
  breach: { href: `${base}/su-co`, Part: BreachPart },
} as const;
type Tab = keyof typeof parts;

/** A commune asks; what is held and what to do about a breach is the district's. */
const ofCommune: readonly Tab[] = ['erasures'];
const ofAll: readonly Tab[] = ['erasures', 'held', 'breach'];

export function PrivacyApp({ at }: { at: string }) {
  const { me, session } = useDesk();
  const w = privacyWords.value;
  const role = me.value?.person.role ?? session.device.person.role;
  const tabs = role === 'commune' ? ofCommune : ofAll;
  const tab = tabs.find((one) => parts[one].href === at);
  const Part = tab && parts[tab].Part;
  const none = words.value.notFound;
  return (
    <DeskFrame
      title={w.title}
      lead={w.lead}
      aside={
        tabs.length > 1 ? (
          <nav class="seg no-print" aria-label={w.tabs.label}>
            {tabs.map((one) => (
              <a key={one} href={parts[one].href} aria-current={one === tab ? 'page' : undefined}>
                {w.tabs[one]}
              </a>
            ))}
          </nav>
        ) : null
      }
    >
      {Part ? (
        <Part />
      ) : (
        <Empty icon="search" title={none.title} text={none.text}>
          <Btn href={base}>{w.tabs.erasures}</Btn>
        </Empty>
      )}
    </DeskFrame>
  );
}
