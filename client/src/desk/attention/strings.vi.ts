/** The sentences of what waits for a person, in Vietnamese; loaded with it only. */
import { count } from '../../ui/format';

export const vi = {
  title: 'Cần xem',
  lead: 'Những lượt máy chủ đã nhận nhưng chưa tính. Các lượt khác vẫn được tính bình thường, không lượt nào bị mất.',
  filter: {
    label: 'Lọc',
    area: 'Nơi',
    everywhere: 'Toàn địa bàn',
    all: 'Tất cả',
    quarantined: 'Chưa đọc được',
    held: 'Đang giữ lại',
  },
  waiting: (n: number) => `${count(n)} lượt chờ xem`,
  loading: 'Đang tải…',
  empty: 'Không có lượt nào cần xem',
  emptyText: 'Khi có lượt ngoài địa bàn hoặc chưa đọc được, lượt đó sẽ hiện ở đây.',
  emptyFiltered: 'Không có lượt nào như vậy',
  showAll: 'Xem tất cả',
  statuses: { quarantined: 'Chưa đọc được', held: 'Đang giữ lại' },
  what: {
    quarantined:
      'Nội dung có chỗ máy chủ chưa dùng được. Nếu lý do đã hết (ví dụ đã thêm ấp vào danh mục) thì nhận được ngay.',
    held: 'Lượt này đúng là của người đó, nhưng ngoài phần việc được giao. Nhận thì lượt được tính như các lượt khác.',
  },
  received: (time: string) => `Máy chủ nhận lúc ${time}`,
  noPlace: 'Chưa rõ nơi',
  facts: {
    area: 'Nơi',
    outcome: 'Kết quả',
    mode: 'Cách gặp',
    happenedAt: 'Ghi lúc (giờ trên máy)',
    note: 'Ghi chú',
    verdict: 'Ý kiến',
    reason: 'Lý do',
    rev: 'Lần sửa thứ',
  },
  detail: 'Chỗ vướng',
  raw: 'Nội dung gốc',
  noRaw: 'Nội dung gửi lên không đọc được.',
  code: (code: string, id: string) => `Mã ${code} · ${id}`,
  pick: (who: string, what: string) => `Chọn: ${who}, ${what}`,
  all: (n: number) => `Chọn cả ${count(n)} lượt đang hiện`,
  act: {
    label: (n: number) => `Giải quyết ${count(n)} lượt`,
    word: 'Lời nhắn cho người ghi',
    wordHint: 'Hiện trên máy của người ghi khi từ chối.',
    needWord: 'Chưa ghi lời nhắn cho người ghi',
    accept: 'Nhận',
    acceptMany: (n: number) => `Nhận ${count(n)} lượt`,
    refuse: 'Từ chối',
    refuseMany: (n: number) => `Từ chối ${count(n)} lượt`,
    cancel: 'Thôi',
    busy: 'Đang gửi…',
    send: 'Gửi lời từ chối',
    of: (who: string) => `lượt của ${who}`,
  },
  done: {
    accepted: (n: number) => `Đã nhận ${count(n)} lượt. Các số đã tính lại.`,
    refused: (n: number) => `Đã từ chối ${count(n)} lượt. Người ghi thấy lời nhắn ở lần gửi tới.`,
    not: (n: number) => `${count(n)} lượt chưa nhận được như hiện nay`,
    notText:
      'Lượt vẫn còn ở đây. Sửa danh mục rồi nhận lại, hoặc từ chối để người ghi sửa trên máy.',
  },
  shown: (n: number, of: number) => `Hiện ${count(n)} trong ${count(of)} lượt, cũ nhất trước.`,
  more: 'Xem thêm',
};

export type AttentionStrings = typeof vi;
