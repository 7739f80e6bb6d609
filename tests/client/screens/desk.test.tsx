// @vitest-environment happy-dom
/** The first district page: every ratio with both its numbers, official and logged side by side, nothing guessed. */
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { success } from '../../../client/src/core/result';
import type { Directory, Role } from '../../../client/src/core/types';
import { DeskApp } from '../../../client/src/desk/app';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/overview/app';
import '../../../client/src/desk/people/app';
import { rateOf, sorted, trackOf } from '../../../client/src/desk/overview/rate';
import { SignInApp } from '../../../client/src/desk/sign-in';
import type { Account, Session } from '../../../client/src/sync/account';
import type {
  Totals,
  TotalsFigures,
  TotalsQuery,
  TotalsRow,
} from '../../../client/src/sync/contract';
import { go, startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { DIRECTORY } from '../support/phone';
import { nothing } from '../support/totals';
import { toldNotify } from './support/notify';

loadTroubles();
startRouter();
afterEach(cleanup);

const amount = (value: number, estimate = false) => ({
  value,
  asOf: '2021-08-16',
  source: 'Sở TT&TT',
  estimate,
});
const official = (installed: number, estimate = false) => ({
  installed,
  asOf: '2021-08-16',
  source: 'Sở TT&TT',
  estimate,
});

const district: TotalsFigures = {
  ...nothing,
  records: 9,
  assists: 5,
  unique: 4,
  unchecked: 1,
  outcomes: { ok_installed_used: 5, storage_full: 4 },
  smartphones: amount(115894),
  population: amount(188092),
  official: official(35921),
};

function row(code: string, name: string, more: Partial<TotalsFigures> = {}): TotalsRow {
  return { ...nothing, code, name, ...more };
}

const rows: TotalsRow[] = [
  row('28111', 'Xã Long Trạch', {
    assists: 2,
    unique: 2,
    smartphones: amount(9816, true),
    population: amount(15931, true),
    official: official(3042, true),
  }),
  row('28135', 'Xã Mỹ Lệ', { assists: 3, unique: 2, unchecked: 1, official: official(2335) }),
  row('806', 'Chưa rõ xã'),
];

function totalsOf(more: Partial<Totals> = {}): Totals {
  return {
    seq: 7,
    by: 'commune',
    rows,
    total: district,
    freshness: { devices: 184, synced24h: 165, waitingOnPhones: 115, oldestUnsentAt: null },
    serverNow: '2021-09-09T03:12:00.000Z',
    asOfAt: null,
    ...more,
  };
}

const lists: Directory = {
  ...DIRECTORY,
  areas: [...DIRECTORY.areas, { code: '28111', name: 'Xã Long Trạch', parent: '806', type: 'xã' }],
  organisations: [
    { code: 'hoi-ccb', name: 'Hội Cựu chiến binh huyện', parent: null },
    { code: 'hoi-ccb-xa', name: 'Hội Cựu chiến binh xã Mỹ Lệ', parent: 'hoi-ccb' },
    { code: 'ngan-hang', name: 'Ngân hàng', parent: null, takesMembers: false },
  ],
};

/** What stands beside the totals, as the guards of the wire make it. */
const presence = { devices: 184, synced24h: 165, waiting: 115, oldestUnsentAt: null };
const duty = (name: string, area: string, period: string, dueAt: string, status: string) => ({
  unit: { code: `ubnd-xa.${area}`, name, shortName: name, kind: 'commune_authority', area },
  obligation: 'R08',
  ...{ period, dueAt, status, moved: null, excuse: null, zero: false, versions: [] },
});
const beside: Record<string, unknown> = {
  '/obligations': {
    counts: { open: 0, missing: 6, returned: 1 },
    countdown: null,
    orders: [{ code: 'R08', repeat: 'weekly' }],
    items: [
      duty('UBND xã Mỹ Lệ', '28135', '2021-09-02', '2021-09-02T06:00:00.000Z', 'missing'),
      duty('UBND xã Mỹ Lệ', '28135', '2021-09-09', '2021-09-09T06:00:00.000Z', 'on_time'),
      duty('UBND xã Long Trạch', '28111', '2021-09-09', '2021-09-09T06:00:00.000Z', 'open'),
    ],
    next: null,
    serverNow: '2021-09-09T03:12:00.000Z',
  },
  '/attention': { waiting: 3 },
  '/signals': { items: [{ kind: 'night' }] },
  '/freshness': {
    communes: [{ code: '28135', name: 'Xã Mỹ Lệ', ...presence, silent: 19, remindedAt: null }],
    total: { ...presence, silent: 19, remindedAt: null },
    people: [],
  },
};

interface Opened {
  readonly asked: TotalsQuery[];
  readonly bodies: unknown[];
}

function open(
  at: string,
  options: {
    role?: Role;
    area?: string;
    sample?: boolean;
    answer?: (query: TotalsQuery) => Totals | string;
  } = {},
): Opened {
  const asked: TotalsQuery[] = [];
  const bodies: unknown[] = [];
  const role = options.role ?? 'district';
  const campaign = {
    code: 'c',
    name: 'Bluezone 2021',
    startsOn: '2021-08-17',
    endsOn: '2021-09-30',
    tz: 'Asia/Ho_Chi_Minh',
    sample: options.sample ?? false,
  };
  const session = {
    device: { deviceId: 'd', person: { id: 'p', name: 'Anh T.', role }, campaign },
    store: { directory: async () => lists, saveDirectory: async () => {} },
    transport: {
      me: async () =>
        success({
          person: { id: 'p', name: 'Anh T.', role },
          campaign,
          membership: { organisation: null, area: options.area ?? null },
        }),
      directory: async () => success(null),
      totals: async (query: TotalsQuery) => {
        asked.push(query);
        const answer = options.answer?.(query) ?? totalsOf({ by: query.by ?? 'commune' });
        return typeof answer === 'string'
          ? { ok: false, error: { code: answer, status: null, retryAfter: null } }
          : // Rows are of communes; days and modes have none here.
            success(query.by === 'day' || query.by === 'mode' ? { ...answer, rows: [] } : answer);
      },
      ask: async (request: { method: string; path: string; body?: unknown }) => {
        if (request.method === 'GET') {
          const board = Object.entries(beside).find(([path]) => request.path.includes(path));
          return success(board ? board[1] : { items: [], next: null });
        }
        bodies.push(request.body);
        return success({
          code: '7ZQKS38KSKRFTYGEKQZMCM4MF5',
          url: 'https://go-cua.example.vn/#moi=7ZQKS38KSKRFTYGEKQZMCM4MF5',
          expiresAt: '2021-09-16T16:59:00.000Z',
        });
      },
    },
  } as unknown as Session;
  go(at, { replace: true });
  render(<DeskApp session={session} notify={toldNotify()} signOut={async () => {}} />);
  return { asked, bodies };
}

const card = async (of: string) => {
  await screen.findByText('Tổng quan huyện Cần Đước');
  return await waitFor(() => {
    const found = document.querySelector(`[data-ratio="${of}"]`);
    if (!found) throw new Error('not drawn yet');
    return found as HTMLElement;
  });
};

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

describe('an invite', () => {
  const label = (name: string | RegExp) => screen.findByLabelText(name);

  it('is made for a name, a role, an organisation and an area, and shown once', async () => {
    const { bodies } = open('/huyen/nguoi');
    fireEvent.input(await label('Tên gọi'), { target: { value: 'Anh L.H.N.' } });
    fireEvent.input(await label('Tìm tổ chức'), { target: { value: 'cuu chien binh xa' } });
    await waitFor(async () =>
      expect(((await label('Tổ chức')) as HTMLSelectElement).value).toBe('hoi-ccb-xa'),
    );
    fireEvent.change(await label('Địa bàn'), { target: { value: '28135' } });
    fireEvent.click(screen.getByRole('button', { name: 'Tạo đường dẫn mời' }));
    expect(await screen.findByText('7ZQK-S38K-SKRF-TYGE-KQZM-CM4M-F5')).toBeTruthy();
    expect(screen.getByText('Dùng một lần, đến 23:59 ngày 16/9/2021')).toBeTruthy();
    expect(screen.getByRole('img', { name: /Mã QR/ })).toBeTruthy();
    expect(bodies).toMatchObject([
      {
        name: 'Anh L.H.N.',
        role: 'volunteer',
        organisation: 'hoi-ccb-xa',
        area: '28135',
        hamlet: null,
      },
    ]);
  });

  it('does not offer a kind as an organisation', async () => {
    open('/huyen/nguoi');
    const select = (await label('Tổ chức')) as HTMLSelectElement;
    expect([...select.options].map((one) => one.text)).not.toContain('Ngân hàng');
  });

  it('says at each field what is missing, and sends nothing', async () => {
    const { bodies } = open('/huyen/nguoi');
    fireEvent.click(await screen.findByRole('button', { name: 'Tạo đường dẫn mời' }));
    for (const sentence of ['Chưa nhập tên gọi.', 'Chưa chọn tổ chức.', 'Chưa chọn địa bàn.']) {
      expect(await screen.findByText(sentence)).toBeTruthy();
    }
    expect(bodies).toEqual([]);
  });
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

describe('an earlier state', () => {
  const past = '2021-09-06T10:00:00.000Z';

  it('says so above all, asks for that moment alone, and leads back', async () => {
    const { asked } = open(`/huyen?luc=${past}`, {
      answer: (query) => totalsOf({ by: query.by ?? 'commune', seq: 1234, asOfAt: past }),
    });
    await screen.findByText(/^Số liệu tính đến 17:00 thứ Hai.6\/9\/2021 \(số thứ tự 1\.234\)$/);
    // a week before, for the ranks, is earlier still
    const moments = new Set(asked.map((query) => query.asOf));
    expect([...moments].sort()).toEqual(['2021-08-30T17:00:00.000Z', past]);
    expect(document.querySelector('[data-work]')).toBeNull();
    expect(document.querySelector('[data-fresh]')).toBeNull();
    expect(document.querySelector('[data-report]')).toBeNull();
    fireEvent.click(screen.getByRole('link', { name: 'Về số hiện nay' }));
    await waitFor(() => expect(document.querySelector('[data-as-of]')).toBeNull());
    expect(location.search).toBe('');
  });

  it('is chosen by a day, which is looked at as it ended, and stands in the address', async () => {
    open('/huyen');
    await card('smartphones');
    const choice = document.querySelector('[data-as-of-choice]') as HTMLElement;
    fireEvent.input(within(choice).getByLabelText('Ngày'), { target: { value: '2021-09-06' } });
    expect(new URLSearchParams(location.search).get('luc')).toBe('2021-09-06T16:59:00.000Z');
  });
});

describe('sign-in', () => {
  function signIn(answer: (input: unknown) => unknown) {
    const inputs: unknown[] = [];
    let done = 0;
    const account = {
      signIn: async (input: unknown) => {
        inputs.push(input);
        return answer(input);
      },
    } as unknown as Account;
    render(
      <SignInApp
        account={account}
        onDone={() => {
          done += 1;
        }}
      />,
    );
    const fill = (name: string, value: string) =>
      fireEvent.input(screen.getByLabelText(name), { target: { value } });
    return { inputs, done: () => done, fill };
  }
  const submit = () => fireEvent.click(screen.getByRole('button', { name: 'Đăng nhập' }));

  it('leads on when the password is right', async () => {
    const form = signIn(() => success({}));
    form.fill('Tên đăng nhập', ' vhtt ');
    form.fill('Mật khẩu', 'mat khau dai');
    submit();
    await waitFor(() => expect(form.done()).toBe(1));
    expect(form.inputs).toMatchObject([{ username: 'vhtt', password: 'mat khau dai' }]);
  });

  it('says what is missing before it asks', async () => {
    const form = signIn(() => success({}));
    submit();
    expect(await screen.findByText('Chưa nhập tên đăng nhập.')).toBeTruthy();
    form.fill('Tên đăng nhập', 'vhtt');
    submit();
    expect(await screen.findByText('Chưa nhập mật khẩu.')).toBeTruthy();
    expect(form.inputs).toEqual([]);
  });

  it('says that name or password is wrong and keeps the name', async () => {
    const form = signIn(() => ({ ok: false, error: { code: 'session.credentials' } }));
    form.fill('Tên đăng nhập', 'vhtt');
    form.fill('Mật khẩu', 'sai');
    submit();
    expect(await screen.findByText('Tên đăng nhập hoặc mật khẩu chưa đúng')).toBeTruthy();
    expect((screen.getByLabelText('Tên đăng nhập') as HTMLInputElement).value).toBe('vhtt');
    expect(form.done()).toBe(0);
  });

  it('lets a person of several campaigns choose one', async () => {
    const form = signIn((input) =>
      (input as { campaign?: string }).campaign
        ? success({})
        : {
            ok: false,
            error: { code: 'campaign.choose', details: { campaign: ['bluezone', 'vneid'] } },
          },
    );
    form.fill('Tên đăng nhập', 'vhtt');
    form.fill('Mật khẩu', 'mat khau dai');
    submit();
    fireEvent.click(await screen.findByRole('button', { name: 'vneid' }));
    await waitFor(() => expect(form.done()).toBe(1));
    expect(form.inputs[1]).toMatchObject({ campaign: 'vneid' });
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
