// @vitest-environment happy-dom
/** A long file: how far it is, stopped on wish, and never taken for whole when it was cut. */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Desk, DeskProvider } from '../../../client/src/desk/context';
import { TakeFile } from '../../../client/src/desk/taking/take-file';
import { percentOf } from '../../../client/src/sync/long-file';
import { createTransport } from '../../../client/src/sync/transport';

const given: File[] = [];
vi.mock('../../../client/src/ui/give-file', () => ({
  giveFile: async (file: File) => {
    given.push(file);
    return 'saved';
  },
}));

beforeEach(() => {
  given.length = 0;
});
afterEach(cleanup);

/** A download whose bytes come when the test says so. */
class Line {
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly asked: string[] = [];

  constructor(private readonly headers: Record<string, string>) {}

  answer(path: string, signal: AbortSignal | null | undefined): Response {
    this.asked.push(path);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
        signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
      },
    });
    const headers = { Gocua: '1', 'Content-Type': 'text/csv; charset=utf-8', ...this.headers };
    return new Response(body, { headers });
  }

  bytes(count: number): void {
    this.controller?.enqueue(new Uint8Array(count).fill(65));
  }

  end(): void {
    this.controller?.close();
  }

  cut(): void {
    this.controller?.error(new TypeError('network error'));
  }
}

function open(line: Line) {
  const transport = createTransport({
    deviceId: 'd',
    app: '1',
    language: 'vi',
    fetch: async (input, init) => line.answer(String(input), init?.signal),
  });
  const desk = { session: { transport } } as unknown as Desk;
  render(
    <DeskProvider value={desk}>
      <TakeFile path={(kind) => `/api/v1/exports/records.${kind}`} />
    </DeskProvider>,
  );
}

const told = { 'Gocua-Rows': '200000', 'Gocua-Bytes': '1000' };
const named = { 'Content-Disposition': 'attachment; filename="luot-ghi-c.csv"' };

it('tells how far it is and gives the whole file', async () => {
  const line = new Line({ ...told, ...named });
  open(line);
  fireEvent.click(screen.getByRole('button', { name: 'Tải CSV' }));
  await screen.findByText('Đã tải 0% của 200.000 lượt');
  line.bytes(430);
  await screen.findByText('Đã tải 43% của 200.000 lượt');
  expect(screen.getByRole('progressbar', { name: 'Tiến độ tải tệp' })).toBeTruthy();
  expect((screen.getByRole('progressbar') as HTMLProgressElement).value).toBe(43);
  line.bytes(700);
  await screen.findByText('Đã tải 99% của 200.000 lượt');
  expect(given).toEqual([]);
  line.end();
  expect(await screen.findByText(/^Đã tải xong 200\.000 lượt/)).toBeTruthy();
  expect(given.map((file) => [file.name, file.size])).toEqual([['luot-ghi-c.csv', 1130]]);
  expect(line.asked).toEqual(['/api/v1/exports/records.csv']);
});

it('that was cut is not given, says so, and can be taken again', async () => {
  const line = new Line(told);
  open(line);
  fireEvent.click(screen.getByRole('button', { name: 'Tải Excel' }));
  await screen.findByText('Đã tải 0% của 200.000 lượt');
  line.bytes(620);
  await screen.findByText('Đã tải 62% của 200.000 lượt');
  line.cut();
  await screen.findByText('Mạng đứt khi mới tải 62%. Tệp chưa trọn nên không lưu.');
  expect(given).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Tải lại từ đầu' }));
  await screen.findByText('Đã tải 0% của 200.000 lượt');
  line.bytes(10);
  line.end();
  await waitFor(() => expect(given).toHaveLength(1));
  expect(line.asked).toEqual(Array(2).fill('/api/v1/exports/records.xlsx'));
});

it('stops on wish and keeps nothing', async () => {
  const line = new Line(told);
  open(line);
  fireEvent.click(screen.getByRole('button', { name: 'Tải CSV' }));
  await screen.findByText('Đã tải 0% của 200.000 lượt');
  line.bytes(100);
  fireEvent.click(await screen.findByRole('button', { name: 'Dừng tải' }));
  expect(await screen.findByText('Đã dừng, chưa lưu tệp nào.')).toBeTruthy();
  expect(given).toEqual([]);
  expect(screen.getByRole('button', { name: 'Tải CSV' })).toBeTruthy();
});

it('without a length told it says how much is here', async () => {
  const line = new Line({});
  open(line);
  fireEvent.click(screen.getByRole('button', { name: 'Tải CSV' }));
  line.bytes(2_400_000);
  await screen.findByText(/^Đã tải 2\sMB$/);
  line.end();
  expect(await screen.findByText(/^Đã tải xong, 2\sMB\.$/)).toBeTruthy();
});

it('is at 99 % at most until the last byte is here', () => {
  expect(percentOf({ bytes: 5, of: 10, rows: 1 })).toBe(50);
  expect(percentOf({ bytes: 20, of: 10, rows: 1 })).toBe(99);
  expect(percentOf({ bytes: 20, of: null, rows: 1 })).toBeNull();
  expect(percentOf({ bytes: 0, of: 0, rows: 0 })).toBeNull();
});
