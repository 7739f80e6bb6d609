// @vitest-environment happy-dom
/** An entry of the desk: sent once, said where it is wrong, kept when it is refused. */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../client/src/core/result';
import { EntryForm, useEntry } from '../../../client/src/desk/entry';
import type { TransportFailure } from '../../../client/src/sync/contract';
import { Field } from '../../../client/src/ui/fields';
import { loadTroubles } from '../../../client/src/ui/trouble';

loadTroubles();
afterEach(cleanup);

type Answer = Result<null, TransportFailure>;
type Sending = { text: string; id: string; answer: (reply: Answer) => void };

const taken: Answer = { ok: true, value: null };
const refused: Answer = {
  ok: false,
  error: { code: 'scope.outside', status: 403, retryAfter: null, message: 'Ngoài địa bàn.' },
};

function Notice({ sendings }: { sendings: Sending[] }) {
  const entry = useEntry({
    prefix: 'notice',
    blank: { place: 'Ấp 1', text: '' },
    read({ text }, faults) {
      if (text.trim() === '') faults.text = 'Hãy ghi nội dung.';
      return text.trim();
    },
    send: (text, id) =>
      new Promise<Answer>((answer) => {
        sendings.push({ text, id, answer });
      }),
    onTaken: () => entry.type({ text: '' }),
  });
  return (
    <EntryForm
      entry={entry}
      submit={{ text: 'Gửi' }}
      announce={entry.taken === null ? null : `Đã nhận: ${entry.taken}`}
    >
      <Field {...entry.field('place')} label="Nơi" />
      <Field {...entry.field('text')} label="Nội dung" />
    </EntryForm>
  );
}

function opened(): Sending[] {
  const sendings: Sending[] = [];
  render(<Notice sendings={sendings} />);
  return sendings;
}

const input = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const type = (text: string) => fireEvent.input(input('Nội dung'), { target: { value: text } });
const press = () => fireEvent.click(screen.getByRole('button', { name: 'Gửi' }));

describe('an entry', () => {
  it('says at the field what is wrong, goes there and sends nothing', async () => {
    const sendings = opened();
    press();
    expect(await screen.findByText('Hãy ghi nội dung.')).toBeTruthy();
    expect(document.activeElement).toBe(input('Nội dung'));
    expect(input('Nội dung').getAttribute('aria-invalid')).toBe('true');
    expect(sendings).toEqual([]);
  });

  it('is sent once however often the button is pressed', async () => {
    const sendings = opened();
    type('Họp lúc 7 giờ');
    press();
    press();
    expect(sendings.map((one) => one.text)).toEqual(['Họp lúc 7 giờ']);
    sendings[0]?.answer(taken);
    expect(await screen.findByText('Đã nhận: Họp lúc 7 giờ')).toBeTruthy();
    expect(input('Nội dung').value).toBe('');
    expect(input('Nơi').value).toBe('Ấp 1');
  });

  it('keeps what was typed when it is refused, and goes again under the same id', async () => {
    const sendings = opened();
    type('Họp lúc 7 giờ');
    press();
    sendings[0]?.answer(refused);
    expect(await screen.findByText('Ngoài địa bàn.')).toBeTruthy();
    expect(input('Nội dung').value).toBe('Họp lúc 7 giờ');
    press();
    expect(sendings[1]?.id).toBe(sendings[0]?.id);
    sendings[1]?.answer(taken);
    await screen.findByText('Đã nhận: Họp lúc 7 giờ');
    expect(screen.queryByText('Ngoài địa bàn.')).toBeNull();
  });

  it('has a new id after it was taken, so that the same words count again', async () => {
    const sendings = opened();
    for (const turn of [0, 1]) {
      type('Họp lúc 7 giờ');
      press();
      expect(sendings).toHaveLength(turn + 1);
      sendings[turn]?.answer(taken);
      await screen.findByText('Đã nhận: Họp lúc 7 giờ');
    }
    expect(sendings[1]?.id).not.toBe(sendings[0]?.id);
  });
});
