/** Taking long tables as files: the sentences, in Vietnamese. */
import { count } from '../../ui/format';

export const vi = {
  csv: 'Tải CSV',
  xlsx: 'Tải Excel',
  asking: 'Đang hỏi máy chủ…',
  going: (percent: number, rows: number | null) =>
    rows === null ? `Đã tải ${percent}%` : `Đã tải ${percent}% của ${count(rows)} lượt`,
  goingUnknown: (megabytes: string) => `Đã tải ${megabytes}`,
  bar: 'Tiến độ tải tệp',
  cancel: 'Dừng tải',
  cancelled: 'Đã dừng, chưa lưu tệp nào.',
  done: (rows: number | null, size: string) =>
    rows === null ? `Đã tải xong, ${size}.` : `Đã tải xong ${count(rows)} lượt, ${size}.`,
  cut: (percent: number | null) =>
    percent === null
      ? 'Mạng đứt khi đang tải. Tệp chưa trọn nên không lưu.'
      : `Mạng đứt khi mới tải ${percent}%. Tệp chưa trọn nên không lưu.`,
  again: 'Tải lại từ đầu',
};

export type TakingStrings = typeof vi;
