/** The admin's part of the desk: the list of its pages, and the pages themselves, each for those who have it. */
import { Btn } from '../../ui/buttons';
import { words } from '../../ui/language';
import { Empty } from '../../ui/marks';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { BackupsPage } from './backups';
import { CampaignsPage } from './campaigns';
import { DevicesPage } from './devices';
import { JobsPage } from './jobs';
import { KeysPage } from './keys';
import { type AdminKey, adminPageAt, home } from './pages';
import { PagesList } from './pages-list';
import { TrailPage } from './trail';
import { adminWords } from './words';
import '../../ui/css/statements.css';
import '../../ui/css/facts.css';
import '../../ui/css/checking.css';
import '../../ui/css/admin.css';

const parts: Partial<Record<AdminKey, () => ReturnType<typeof KeysPage>>> = {
  campaigns: CampaignsPage,
  devices: DevicesPage,
  trail: TrailPage,
  backups: BackupsPage,
  keys: KeysPage,
  jobs: JobsPage,
};

export function AdminApp({ at }: { at: string }) {
  const { me, session } = useDesk();
  const role = me.value?.person.role ?? session.device.person.role;
  if (at === home) return <PagesList />;
  const page = adminPageAt(at, role);
  const Part = page && parts[page.key];
  if (Part) return <Part />;
  const none = words.value.notFound;
  return (
    <DeskFrame title={none.title}>
      <Empty icon="search" title={none.title} text={none.text}>
        <Btn href={home}>{adminWords.value.title}</Btn>
      </Empty>
    </DeskFrame>
  );
}
