/** An invite just made: QR, name, code in groups, link. Shown once; the page keeps it nowhere. */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import { groupInvite } from '../../core/invite';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { fullDay, hour } from '../../ui/format';
import { Qr } from '../../ui/qr';
import type { Invite } from './request';
import { inviteWords } from './words';

export function InviteCard(props: {
  invite: Invite;
  name: string;
  tz: string;
  onAnother: () => void;
}) {
  const w = inviteWords.value;
  const { invite, tz } = props;
  const copied = useSignal<'yes' | 'refused' | null>(null);
  const copy = (text: string) =>
    navigator.clipboard
      .writeText(text)
      .then(() => 'yes' as const)
      .catch(() => 'refused' as const)
      .then((what) => {
        copied.value = what;
      });
  const until = w.until(hour(invite.expiresAt, tz), fullDay(dayOf(invite.expiresAt, tz)));
  return (
    <section class="card c6 stack" aria-live="polite">
      <h2>{w.made}</h2>
      <div class="invite">
        <Qr text={invite.url} label={w.qr} />
        <div class="stack-1">
          <span class="xs">{w.scan}</span>
          <span class="who">{props.name}</span>
          <span class="xs">{w.code}</span>
          <b class="code" data-invite-code>
            {groupInvite(invite.code)}
          </b>
          <span class="xs">{until}</span>
        </div>
      </div>
      <p class="sm">
        <span class="label">{w.link}</span>
        <a href={invite.url} data-invite-link target="_blank" rel="noreferrer">
          {invite.url}
        </a>
      </p>
      <div role="status">
        {copied.value === 'yes' ? <Said kind="ok">{w.copied}</Said> : null}
        {copied.value === 'refused' ? <Said kind="wait">{w.copyRefused}</Said> : null}
      </div>
      <div class="line no-print">
        <Btn icon="copy" onClick={() => void copy(invite.url)}>
          {w.copyLink}
        </Btn>
        <Btn icon="copy" onClick={() => void copy(groupInvite(invite.code))}>
          {w.copyCode}
        </Btn>
        {'share' in navigator ? (
          <Btn
            icon="share"
            onClick={() => void navigator.share({ url: invite.url }).catch(() => undefined)}
          >
            {w.share}
          </Btn>
        ) : null}
        <Btn icon="print" onClick={() => print()}>
          {w.print}
        </Btn>
      </div>
      <p class="src">{w.once}</p>
      <Btn onClick={props.onAnother}>{w.another}</Btn>
    </section>
  );
}
