// @vitest-environment happy-dom
/** The way in: nothing is redeemed without a tap, and each obstacle is told in one sentence. */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '../../../client/src/core/types';
import { deviceName, EnrolApp, type EnrolProps } from '../../../client/src/field/enrol/app';
import { codeProblem } from '../../../client/src/field/enrol/code';
import { inAppName, isApple } from '../../../client/src/field/phone-kind';
import { inviteInFragment } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';

const CODE = '7ZQKS38KSKRFTYGEKQZMCM4MF5';
const device = { deviceId: 'd' } as unknown as Device;

loadTroubles();
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function browser(userAgent: string): void {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent);
}

const chrome =
  'Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Mobile Safari/537.36';

function open(invite: string | null, enrol?: EnrolProps['enrol']) {
  const asked: string[] = [];
  const done: Device[] = [];
  render(
    <EnrolApp
      invite={invite}
      enrol={async (code, name) => {
        asked.push(code);
        return enrol ? await enrol(code, name) : { ok: true, value: device };
      }}
      onDone={(one) => done.push(one)}
    />,
  );
  return { asked, done };
}

const tap = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

describe('a link', () => {
  it('redeems on the tap, never on opening', async () => {
    browser(chrome);
    const { asked, done } = open(CODE);
    expect(screen.getByText('7ZQK-S38K-SKRF-TYGE-KQZM-CM4M-F5')).toBeTruthy();
    expect(asked).toEqual([]);
    tap('Bắt đầu');
    await waitFor(() => expect(done).toEqual([device]));
    expect(asked).toEqual([CODE]);
  });

  it.each([
    ['invite.unknown', 'Mã mời không đúng'],
    ['invite.used', 'Mã mời này đã được dùng trên máy khác'],
    ['invite.expired', 'Mã mời đã hết hạn'],
    ['transport.offline', 'Không có mạng'],
    ['transport.offline', 'Mã mời vẫn dùng được. Có mạng thì bấm Thử lại.'],
    ['store.unavailable', 'Trình duyệt không cho lưu trên máy'],
  ])('that fails with %s says: %s', async (code, sentence) => {
    browser(chrome);
    open(CODE, async () => ({ ok: false, error: { code } }));
    tap('Bắt đầu');
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Thử lại' })).toBeTruthy();
  });

  it('tells who comes in anew what an older phone had not sent, before the first visit', async () => {
    browser(chrome);
    const seenAt = '2021-08-18T10:42:00.000Z';
    const again = {
      deviceId: 'd2',
      campaign: { tz: 'Asia/Ho_Chi_Minh' },
      oldPhones: [
        { deviceId: 'd1', name: 'Android SM-A105F', waiting: 5, seenAt },
        { deviceId: 'd0', name: 'iPhone', waiting: 2, seenAt },
      ],
    } as unknown as Device;
    const { done } = open(CODE, async () => ({ ok: true, value: again }));
    tap('Bắt đầu');
    expect(await screen.findByText('Máy cũ còn 7 lượt chưa gửi')).toBeTruthy();
    expect(screen.getByText(/Android SM-A105F: .* 17:42 thứ Tư.18\/8.* còn 5 lượt/)).toBeTruthy();
    expect(screen.getByText(/máy chủ không có bản nào/)).toBeTruthy();
    expect(done).toEqual([]);
    tap('Vào ghi');
    expect(done).toEqual([again]);
  });

  it('of somebody else can be said to be', () => {
    browser(chrome);
    const { asked } = open(CODE);
    tap('Không phải tôi');
    expect(screen.getByText(/Mã mời chưa bị dùng/)).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('that is broken asks for the code', () => {
    browser(chrome);
    open('7ZQK');
    expect(screen.getByLabelText('Mã mời')).toBeTruthy();
  });
});

describe('a typed code', () => {
  it.each([
    ['7zqk-s38k-skrf-tyge-kqzm-cm4m-f5'],
    ['7ZQK S38K SKRF TYGE KQZM CM4M F5'],
    [`https://go-cua.example.vn/#moi=${CODE}`],
  ])('is taken as %s', (text) => {
    browser(chrome);
    open(null);
    fireEvent.input(screen.getByLabelText('Mã mời'), { target: { value: text } });
    tap('Tiếp tục');
    expect(screen.getByRole('button', { name: 'Bắt đầu' })).toBeTruthy();
  });

  it.each([
    ['7ZQK-S38K', 'Mã có 26 chữ và số, đang có 8.'],
    ['7ZQK-S38K-U', 'Mã mời không có chữ “U”. Xem lại chữ này.'],
    ['7ZQK-S38K-Đ', 'Mã mời không có chữ “Đ”. Xem lại chữ này.'],
  ])('%s is answered: %s', (text, sentence) => {
    expect(codeProblem(text)).toBe(sentence);
    browser(chrome);
    open(null);
    fireEvent.input(screen.getByLabelText('Mã mời'), { target: { value: text } });
    tap('Tiếp tục');
    expect(screen.getByText(sentence)).toBeTruthy();
    expect((screen.getByLabelText('Mã mời') as HTMLInputElement).value).toBe(text);
  });
});

describe('another app’s browser', () => {
  it.each([
    [`${chrome} Zalo android/24100`, 'Zalo'],
    [`${chrome} [FB_IAB/FB4A;FBAV/440.0]`, 'Facebook'],
    [`${chrome.replace('Android 11', 'Android 11; wv')}`, null],
  ])('does not redeem and says how to leave: %s', async (userAgent, app) => {
    browser(app === null ? userAgent.replace('SM-A125F)', 'SM-A125F; wv)') : userAgent);
    const { asked } = open(CODE);
    expect(screen.getByText('Mở bằng trình duyệt')).toBeTruthy();
    if (app) expect(screen.getByText(new RegExp(`xem trong ${app}`))).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Bắt đầu' })).toBeNull();
    expect(asked).toEqual([]);
  });

  it('lets the link be copied', async () => {
    browser(`${chrome} Zalo android/24100`);
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue(undefined);
    open(CODE);
    tap('Sao chép liên kết');
    expect(await screen.findByText(/Đã chép/)).toBeTruthy();
    expect(write).toHaveBeenCalledWith(location.href);
  });

  it('shows the link where copying is refused', async () => {
    browser(`${chrome} Zalo android/24100`);
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
    open(CODE);
    tap('Sao chép liên kết');
    expect(await screen.findByText(location.href)).toBeTruthy();
  });
});

describe('an iPhone', () => {
  const iPhone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1';

  it('outside the home screen is told to add it first', () => {
    browser(iPhone);
    const { asked } = open(CODE);
    expect(screen.getByText('Đưa ra màn hình chính trước')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Bắt đầu' })).toBeNull();
    expect(asked).toEqual([]);
  });

  it('on the home screen takes a link or a code', () => {
    browser(iPhone);
    Object.defineProperty(navigator, 'standalone', { value: true, configurable: true });
    open(null);
    expect(screen.getByLabelText('Mã mời')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Dán đường dẫn' })).toBeTruthy();
    Reflect.deleteProperty(navigator, 'standalone');
  });
});

it('knows an iPad that calls itself a Mac', () => {
  expect(isApple({ userAgent: 'Macintosh', platform: 'MacIntel', touchPoints: 5 })).toBe(true);
  expect(isApple({ userAgent: 'Macintosh', platform: 'MacIntel', touchPoints: 0 })).toBe(false);
  expect(inAppName({ userAgent: chrome })).toBeNull();
});

it.each([
  [chrome, 'Android SM-A125F'],
  ['Mozilla/5.0 (Linux; Android 10; K) Chrome/119', 'Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X)', 'iPhone'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 'Windows'],
  ['curl/8', 'Máy khác'],
])('%s is called %s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});

it.each([
  [`#moi=${CODE}`, CODE],
  ['#moi=7ZQK%20S38K', '7ZQK S38K'],
  [`#x=1&moi=${CODE}`, CODE],
  ['#', null],
  ['#moi=', null],
])('the fragment %s holds %s', (hash, invite) => {
  expect(inviteInFragment(hash)).toBe(invite);
});
