/** For which units a person writes: a clerk for all that are seen, an officer of a commune for the own committee. */
import { useDesk } from '../context';

export function useOwn(): { staff: boolean; mayMove: boolean; writes: (unit: string) => boolean } {
  const { session, me } = useDesk();
  const role = me.value?.person.role ?? session.device.person.role;
  const own = me.value?.membership.organisation ?? null;
  return {
    staff: role !== 'reporter',
    mayMove: role === 'district' || role === 'admin',
    writes: (unit) => role === 'reporter' || (role === 'commune' && unit === own),
  };
}
