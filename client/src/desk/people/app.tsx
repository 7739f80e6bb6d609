/** 19: people and devices. A row a person with the phone's health; invites one by one or as a table with its cards. */
import { useSignal } from '@preact/signals';
import type { Reply } from '../../sync/contract';
import type { Channel } from '../../sync/transport';
import { Btn } from '../../ui/buttons';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { TablePanel } from '../tables/panel';
import type { TableInvite } from '../tables/request';
import { Waiting } from '../waiting';
import { type PeopleRow, rowsOf } from './health';
import { InviteForm } from './invite-form';
import { PeopleList } from './list';
import { PersonCard } from './person-card';
import { Sheet } from './sheet';
import { listDevices, listInvites, listPeople } from './wire';
import { peopleWords } from './words';
import '../../ui/css/statements.css';

async function load(channel: Channel): Reply<readonly PeopleRow[]> {
  const [people, devices, invites] = await Promise.all([
    listPeople(channel),
    listDevices(channel),
    listInvites(channel),
  ]);
  if (!people.ok) return people;
  if (!devices.ok) return devices;
  if (!invites.ok) return invites;
  return { ok: true, value: rowsOf(people.value, devices.value, invites.value, Date.now()) };
}

export function PeopleApp(_: { at: string }) {
  const { session } = useDesk();
  const w = peopleWords.value;
  const { value, problem, reload } = useLoaded('people', () => load(session.transport));
  const chosen = useSignal<string | null>(null);
  const importing = useSignal(false);
  const sheet = useSignal<readonly TableInvite[] | null>(null);
  const row = value?.find((one) => one.key === chosen.value) ?? null;
  if (sheet.value)
    return (
      <DeskFrame title={w.sheet.title}>
        <Sheet
          invites={sheet.value}
          onClose={() => {
            sheet.value = null;
          }}
        />
      </DeskFrame>
    );
  return (
    <DeskFrame
      title={w.title}
      problem={problem}
      aside={
        <Btn
          icon="save"
          onClick={() => {
            importing.value = !importing.value;
          }}
        >
          {importing.value ? w.table.shut : w.table.open}
        </Btn>
      }
    >
      <div class="cols cols-free">
        <div class="c8 stack-4">
          {value ? (
            <PeopleList
              rows={value}
              chosen={chosen.value}
              onChoose={(key) => {
                chosen.value = key;
              }}
            />
          ) : (
            <Waiting problem={problem} />
          )}
        </div>
        <div class="c4 stack-4">
          {importing.value ? (
            <section class="card stack">
              <h2>{w.table.title}</h2>
              <TablePanel
                kind="people"
                hint={w.table.hint}
                onDone={(answer) => {
                  sheet.value = answer.invites;
                  importing.value = false;
                  reload();
                }}
              />
            </section>
          ) : null}
          {row ? (
            <PersonCard
              key={row.key}
              row={row}
              onChange={(gone) => {
                if (gone) chosen.value = null;
                reload();
              }}
              onClose={() => {
                chosen.value = null;
              }}
            />
          ) : null}
          <InviteForm onMade={reload} />
        </div>
      </div>
    </DeskFrame>
  );
}
