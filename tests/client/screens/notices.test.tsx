// @vitest-environment happy-dom
/** The inbox and the switch for notices that ring: read on a press, words for every state. */
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../client/src/ui/language';
import { Inbox, type NoticeLine, type PushState, PushSwitch } from '../../../client/src/ui/notices';
import { toldNotify } from './support/notify';

beforeEach(() => setLanguage('vi'));
afterEach(cleanup);

function notice(id: string, more: Partial<NoticeLine> = {}): NoticeLine {
  return {
    id,
    kind: 'due.soon',
    title: `Tin ${id}`,
    body: 'Nội dung',
    link: `/huyen/nghia-vu/${id}`,
    at: '2021-08-26T03:00:00.000Z',
    read: false,
    ...more,
  };
}

const tz = 'Asia/Ho_Chi_Minh';

describe('the inbox', () => {
  it('shows what is new, and a notice is read when it is pressed', async () => {
    const notify = toldNotify({ notices: [notice('b'), notice('a', { read: true })] });
    const counted: number[] = [];
    render(<Inbox notify={notify} tz={tz} onUnread={(n) => counted.push(n)} />);
    const link = await screen.findByRole('link', { name: /Tin b/ });
    expect(link.getAttribute('href')).toBe('/huyen/nghia-vu/b');
    expect(screen.getByText('1 tin chưa đọc')).toBeTruthy();
    expect(notify.reads).toEqual([]);
    link.addEventListener('click', (event) => event.preventDefault());
    link.click();
    await screen.findByText('Đã đọc hết');
    expect(notify.reads).toEqual(['b']);
    expect(counted).toEqual([1, 0]);
  });

  it('marks all that are shown as read on a press', async () => {
    const notify = toldNotify({ notices: [notice('b'), notice('a')] });
    render(<Inbox notify={notify} tz={tz} />);
    (await screen.findByRole('button', { name: 'Đánh dấu đã đọc' })).click();
    await screen.findByText('Đã đọc hết');
    expect(notify.reads).toEqual(['b', 'a']);
    expect(screen.queryByRole('button', { name: 'Đánh dấu đã đọc' })).toBeNull();
  });

  it('older ones come on a press, each once', async () => {
    const many = Array.from({ length: 35 }, (_, at) => notice(String(100 - at)));
    render(<Inbox notify={toldNotify({ notices: many })} tz={tz} />);
    (await screen.findByRole('button', { name: 'Xem tin cũ hơn' })).click();
    await waitFor(() => expect(screen.getAllByRole('link')).toHaveLength(35));
    expect(screen.queryByRole('button', { name: 'Xem tin cũ hơn' })).toBeNull();
  });

  it('is read again when one rings', async () => {
    const notify = toldNotify({ notices: [] });
    render(<Inbox notify={notify} tz={tz} />);
    await screen.findByText('Chưa có tin nào');
    const before = notify.inbox.list;
    let asked = 0;
    Object.assign(notify.inbox, {
      list: async (after: string | null) => {
        asked += 1;
        return await before(after);
      },
    });
    notify.ring();
    await waitFor(() => expect(asked).toBe(1));
  });

  it('without a network it says so and keeps what it has', async () => {
    const notify = toldNotify({ notices: [notice('b')] });
    render(<Inbox notify={notify} tz={tz} />);
    await screen.findByRole('link', { name: /Tin b/ });
    Object.assign(notify.inbox, {
      list: async () => ({ ok: false, error: { code: 'transport.offline' } }),
    });
    notify.ring();
    expect(await screen.findByRole('status', { name: '' })).toBeTruthy();
    await waitFor(() => expect(document.querySelector('.banner-wait')).not.toBeNull());
    expect(screen.getByRole('link', { name: /Tin b/ })).toBeTruthy();
  });
});

describe('the switch', () => {
  it.each<[PushState, string, boolean]>([
    ['off', 'Nhận lời nhắc trên máy này', true],
    ['denied', 'Trình duyệt đang chặn thông báo của Gõ Cửa', false],
    ['home', 'Trên iPhone, cần đưa Gõ Cửa ra màn hình chính', false],
    ['none', 'Trình duyệt này không nhận được lời nhắc', false],
    ['failed', 'Chưa bật được lời nhắc', true],
  ])(
    'in the state "%s" it says what is so and offers what can be done',
    async (push, title, may) => {
      const notify = toldNotify({ push });
      render(<PushSwitch door={notify.push} />);
      expect(await screen.findByText(title)).toBeTruthy();
      expect(screen.queryByRole('button', { name: 'Nhận lời nhắc' }) !== null).toBe(may);
      if (!may) expect(document.body.textContent).toContain('hộp thư');
      expect(notify.acts).toEqual([]);
    },
  );

  it('goes on with a tap, and off with another', async () => {
    const notify = toldNotify({ push: 'off', answers: ['on', 'off'] });
    render(<PushSwitch door={notify.push} />);
    (await screen.findByRole('button', { name: 'Nhận lời nhắc' })).click();
    (await screen.findByRole('button', { name: 'Thôi nhận trên máy này' })).click();
    await screen.findByRole('button', { name: 'Nhận lời nhắc' });
    expect(notify.acts).toEqual(['on', 'off']);
  });
});
