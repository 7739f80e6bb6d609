// @vitest-environment happy-dom
/** The first district page: every ratio with both its numbers, official and logged side by side, nothing guessed. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/overview/app';
import { rateOf, sorted, trackOf } from '../../../client/src/desk/overview/rate';
import { startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { nothing } from '../support/totals';
import { amount, card, district, official, open, row, rows, totalsOf } from './support/desk';

void loadTroubles();
startRouter();
afterEach(cleanup);

describe('the two ratios', () => {
  it('stand side by side with both their numbers, source and day', async () => {
    open('/huyen');
    const phones = await card('smartphones');
    expect(phones.textContent).toContain('30,99%');
    expect(phones.textContent).toContain('35.921 máy đã cài / 115.894 điện thoại thông minh');
    expect(phones.textContent).toContain('Cả hai số: Sở TT&TT, 16/8/2021.');
    const people = await card('population');
    expect(people.textContent).toContain('19,10%');
    expect(people.textContent).toContain('35.921 máy đã cài / 188.092 người dân');
    expect(people.textContent).toContain('Trần 61,62%');
  });

  it('without a denominator read "chưa có số liệu", never 0 %', async () => {
    open('/huyen', {
      answer: () => totalsOf({ total: { ...district, smartphones: null, population: null } }),
    });
    const phones = await card('smartphones');
    expect(phones.textContent).toContain('Chưa có số liệu');
    expect(phones.textContent).not.toContain('%');
    expect(phones.textContent).toContain('Chưa có mẫu số.');
  });

  it('above 100 % are shown as they are, and flagged', async () => {
    open('/huyen', {
      answer: () => totalsOf({ total: { ...district, smartphones: amount(30000) } }),
    });
    const phones = await card('smartphones');
    expect(phones.textContent).toContain('119,74%');
    expect(phones.textContent).toContain('Trên 100%, xem lại mẫu số');
  });

  it('made of estimates say so', async () => {
    open('/huyen', {
      answer: () => totalsOf({ total: { ...district, smartphones: amount(115894, true) } }),
    });
    expect((await card('smartphones')).textContent).toContain(
      '115.894 điện thoại thông minh (ước tính)',
    );
  });
});

it('on a machine that can keep nothing, the lists of the server are shown', async () => {
  open('/huyen', { disk: 'full' });
  await card('smartphones');
  expect(await screen.findByText('Tổng quan huyện Cần Đước')).toBeTruthy();
});

it('logged assists stand beside the official figure and are added to nothing', async () => {
  open('/huyen');
  await card('smartphones');
  const logged = document.querySelector('[data-logged]') as HTMLElement;
  expect(within(logged).getByText('5')).toBeTruthy();
  expect(document.body.textContent).not.toContain('35.926');
  expect(document.body.textContent).not.toContain('35.925');
});

it('what still waits on phones stands next to the figure', async () => {
  open('/huyen');
  expect(await screen.findByText('115 lượt còn trên máy')).toBeTruthy();
  expect(screen.getByText(/165\/184 máy đã liên lạc trong 24 giờ/)).toBeTruthy();
});

describe('the table', () => {
  const table = async () => {
    await card('smartphones');
    return document.querySelector('[data-view]') as HTMLElement;
  };

  it('has a row for what has no commune, and a foot that the rows add up to', async () => {
    open('/huyen');
    const found = await table();
    expect(within(found).getByText('Chưa rõ xã')).toBeTruthy();
    const assists = [...found.querySelectorAll('tbody [data-figure="assists"]')].map((cell) =>
      Number(cell.textContent),
    );
    expect(assists.reduce((sum, one) => sum + one, 0)).toBe(district.assists);
  });

  it('says "chưa có số liệu" where a commune has no denominator', async () => {
    open('/huyen');
    const found = await table();
    const cells = found.querySelector('[data-code="28135"]') as HTMLElement;
    expect(cells.textContent).toContain('Chưa có số liệu');
    expect(cells.textContent).not.toContain('%');
  });

  it('leads to where missing denominators are entered, but no organisation there', async () => {
    open('/huyen');
    await table();
    const link = screen.getByRole('link', { name: 'Nhập mẫu số còn thiếu' });
    expect(link.getAttribute('href')).toBe('/huyen/danh-muc?muc=so-lieu');
    cleanup();
    open('/huyen/xa/28135', { role: 'reporter', area: '806' });
    await screen.findByRole('link', { name: 'Xem từng lượt ghi' });
    expect(screen.queryByRole('link', { name: 'Nhập mẫu số còn thiếu' })).toBeNull();
  });

  it('marks estimates and says what they mean', async () => {
    open('/huyen');
    const found = await table();
    expect((found.querySelector('[data-code="28111"]') as HTMLElement).textContent).toContain(
      '9.816 (ước tính)',
    );
    expect(screen.getAllByText(/không phải số được công bố/).length).toBeGreaterThan(0);
  });

  it('leads from a commune to its hamlets', async () => {
    const { asked } = open('/huyen');
    const link = within(await table()).getByRole('link', { name: 'Xã Mỹ Lệ' });
    expect(link.getAttribute('href')).toBe('/huyen/xa/28135');
    fireEvent.click(link);
    await waitFor(() => expect(asked).toContainEqual({ by: 'hamlet', within: '28135' }));
  });

  it('keeps its view in the address', async () => {
    const { asked } = open('/huyen?theo=to-chuc');
    await waitFor(() => expect(asked).toContainEqual({ by: 'organisation' }));
    cleanup();
    const deeper = open('/huyen?theo=to-chuc&don-vi=hoi-ccb');
    await waitFor(() =>
      expect(deeper.asked).toContainEqual({ by: 'organisation', organisation: 'hoi-ccb' }),
    );
  });

  it('is sorted by the column that is tapped', async () => {
    open('/huyen');
    const names = async () =>
      [...(await table()).querySelectorAll('tbody th')].map((head) => head.textContent);
    fireEvent.click(await screen.findByRole('button', { name: 'Xếp theo Lượt hỗ trợ' }));
    await waitFor(async () => expect((await names())[0]).toBe('Xã Mỹ Lệ'));
    fireEvent.click(await screen.findByRole('button', { name: 'Xếp theo Xã, thị trấn' }));
    await waitFor(async () => expect((await names())[0]).toBe('Chưa rõ xã'));
  });
});

it('when newer figures do not come, the last stay with their time and the reason', async () => {
  let turn = 0;
  open('/huyen', {
    answer: () => {
      turn += 1;
      return turn === 1 ? totalsOf() : 'transport.offline';
    },
  });
  await card('smartphones');
  fireEvent(window, new Event('online'));
  expect(await screen.findByText(/vẫn là của lần cập nhật trước/)).toBeTruthy();
  expect((await card('smartphones')).textContent).toContain('30,99%');
});

it('without network a first visit says so in the words of a desk, and shows no empty cards', async () => {
  open('/huyen', { answer: () => 'transport.offline' });
  expect(await screen.findByText(/Chưa tải được số liệu của trang này/)).toBeTruthy();
  expect(screen.queryByText(/Lượt vẫn còn trên máy/)).toBeNull();
  expect(screen.queryByText('Đang tải số liệu…')).toBeNull();
  expect(document.querySelector('.block')).toBeNull();
});

it('an officer whose session is over is led to the sign-in, not to an invite', async () => {
  open('/huyen', { answer: () => 'session.expired' });
  const [again] = await screen.findAllByRole('link', { name: 'Đăng nhập lại' });
  expect(again?.getAttribute('href')).toBe('/dang-nhap');
  expect(screen.getByText('Đăng nhập lại để làm tiếp.')).toBeTruthy();
  expect(document.body.textContent).not.toContain('đường dẫn mời');
  expect(screen.queryByText('Đang tải số liệu…')).toBeNull();
});

describe('that a place has no target', () => {
  const pace = async () => {
    await card('smartphones');
    return document.querySelector('[data-pace-card]')?.textContent;
  };

  it('is said when it is known', async () => {
    open('/huyen');
    await waitFor(async () => expect(await pace()).toContain('Chưa đặt chỉ tiêu cho nơi này.'));
  });

  it('is not said while it is asked', async () => {
    open('/huyen', { held: '/targets' });
    expect(await pace()).toBe('Nhịp độ');
  });
});

it('what needs a person today leads to where it is done', async () => {
  open('/huyen');
  const work = await waitFor(() => {
    const found = document.querySelector('[data-work]');
    if (!found?.querySelector('[data-item="silent"]')) throw new Error('not drawn yet');
    return found as HTMLElement;
  });
  const leads = [...work.querySelectorAll('[data-item]')].map((item) => [
    item.getAttribute('data-item'),
    item.querySelector('a')?.getAttribute('href'),
  ]);
  expect(leads).toEqual([
    ['missing', '/huyen/nghia-vu?xem=thieu'],
    ['returned', '/huyen/nghia-vu?xem=tra-lai'],
    ['silent', '/huyen/nguoi'],
    ['quarantined', '/huyen/can-xem'],
    ['held', '/huyen/can-xem'],
    ['signals', '/huyen/kiem-tra'],
  ]);
  expect(work.textContent).toContain('19 người chưa liên lạc quá 24 giờ');
});

it('a reporter finds the own organisation behind an address of its own, without what is not theirs', async () => {
  const { asked } = open('/huyen/don-vi', { role: 'reporter', area: '806' });
  await waitFor(() => expect(asked).toContainEqual({ by: 'organisation' }));
  await waitFor(() => expect(document.querySelector('[data-work]')).toBeTruthy());
  expect(document.querySelector('[data-item="signals"]')).toBeNull();
});

it('a commune officer starts at the commune', async () => {
  open('/huyen', { role: 'commune', area: '28135' });
  await waitFor(() => expect(location.pathname).toBe('/huyen/xa/28135'));
});

it('a sample campaign says so on top of the page', async () => {
  open('/huyen', { sample: true });
  expect(
    await screen.findByText('Dữ liệu mẫu · lịch tháng 8/2021 được dời đến hôm nay'),
  ).toBeTruthy();
});

describe('the ranking of communes', () => {
  it('says how each stands with its report, an earlier one that is overdue too', async () => {
    open('/huyen');
    const cell = (code: string) =>
      document.querySelector(`[data-code="${code}"] [data-report]`)?.textContent;
    await waitFor(() => expect(cell('28135')).toBe('Đã gửiKỳ trước chưa gửi'));
    expect(cell('28111')).toBe('Chưa gửi');
    expect(cell('806')).toBe('–');
    expect(document.querySelector('tfoot [data-report]')?.textContent).toBe('1/2 đã gửi');
    expect(screen.getByText('hạn 9/9')).toBeTruthy();
  });
});

describe('a rate', () => {
  it('needs both numbers', () => {
    expect(rateOf({ ...nothing, official: official(5) }, 'smartphones')).toBeNull();
    expect(rateOf({ ...nothing, smartphones: amount(5) }, 'smartphones')).toBeNull();
    expect(
      rateOf({ ...nothing, smartphones: amount(0), official: official(5) }, 'smartphones'),
    ).toBeNull();
  });

  it('has the same track for all rows of a table', () => {
    expect(trackOf(rows)).toBe(0.5);
    expect(trackOf([row('1', 'A', { smartphones: amount(10), official: official(8) })])).toBe(1);
    expect(trackOf([row('1', 'A', { smartphones: amount(10), official: official(15) })])).toBe(1.5);
  });

  it('orders most first and equal ones by name', () => {
    expect(sorted(rows, 'unique').map((one) => one.code)).toEqual(['28111', '28135', '806']);
  });
});
