/** Tokens of programs: what other software may read of the campaign, given and taken away by the district. */
import { useSignal } from '@preact/signals';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { Waiting } from '../waiting';
import { TokenForm } from './form';
import { TokenList } from './list';
import { MadeCard } from './made';
import { listTokens, type TokenRow } from './wire';
import { tokenWords } from './words';
import '../../ui/css/programs.css';

export function TokensApp(_: { at: string }) {
  const { session } = useDesk();
  const w = tokenWords.value;
  const { value, problem, reload } = useLoaded('tokens', () => listTokens(session.transport));
  const made = useSignal<TokenRow | null>(null);
  return (
    <DeskFrame title={w.title} lead={w.lead} problem={problem}>
      <div class="cols cols-free">
        <div class="c8 stack-4">
          {value ? <TokenList rows={value} onChange={reload} /> : <Waiting problem={problem} />}
        </div>
        <div class="c4 stack-4">
          {made.value ? (
            <MadeCard
              made={made.value}
              tz={session.device.campaign.tz}
              onClose={() => {
                made.value = null;
              }}
            />
          ) : (
            <TokenForm
              onMade={(row) => {
                made.value = row;
                reload();
              }}
            />
          )}
        </div>
      </div>
    </DeskFrame>
  );
}
