/** The sentences of the reconciliation, in Vietnamese; loaded with it only. */

export const vi = {
  title: 'Đối chiếu với số của Sở TT&TT',
  lead: 'Cùng một khoảng ngày, hai nguồn để cạnh nhau, không cộng vào nhau.',
  bring: 'Nhập số của Sở',
  shutBring: 'Đóng phần nhập',
  bringHint:
    'Tệp XLSX hoặc CSV của Sở, mỗi dòng một xã và một ngày. Xem trước rồi mới lưu, chưa bấm Lưu thì chưa đổi gì.',
  filter: {
    label: 'Chọn nơi và ngày',
    within: 'Nơi',
    everywhere: 'Toàn địa bàn',
    since: 'Số đầu: mới nhất đến ngày',
    until: 'Số cuối: mới nhất đến ngày',
    hint: 'Để trống thì lấy hai số gần đây nhất.',
    order: 'Xếp theo',
    gap: 'Chênh lệch',
    name: 'Tên',
  },
  loading: 'Đang tính…',
  total: {
    change: (first: string, from: string, last: string, to: string) =>
      `Sở TT&TT: ${first} (${from}) đến ${last} (${to})`,
    success: 'Lượt cài xong ghi nhận trong khoảng này',
    partial: (n: string) => `thêm ${n} lượt cài chưa khai số, để riêng`,
    gap: 'Chênh lệch chưa giải thích',
    meaning:
      'Dương: người dân tự cài, hoặc lượt chưa ghi. Âm: cài nhưng chưa khai số điện thoại, gỡ ra, hoặc ghi thừa.',
    parts: (n: string) =>
      `Cộng ${n} nơi có đủ hai số cùng ngày; số chung của cả địa bàn thì mới có một.`,
    none: 'Toàn địa bàn chưa có hai số của Sở, nên chưa so được.',
  },
  table: {
    title: { commune: 'Theo xã, thị trấn', hamlet: 'Theo ấp, khu phố' },
    place: { commune: 'Xã, thị trấn', hamlet: 'Ấp, khu phố' },
    first: 'Sở, số đầu',
    last: 'Sở, số cuối',
    change: 'Sở tăng',
    success: 'Ghi nhận: cài xong',
    partial: 'Ghi nhận: chưa khai số',
    gap: 'Chênh lệch',
    moreLogged: 'Ghi nhiều hơn',
    moreOfficial: 'Sở nhiều hơn',
    total: 'Cộng của nơi này',
    estimate: '(ước tính)',
    none: 'Chưa có số',
    one: 'Mới có một số',
    logged: (place: string) => `Xem các lượt ghi của ${place}`,
    more: (n: string) => `Sở nhiều hơn ${n}`,
    less: (n: string) => `Ghi nhiều hơn ${n}`,
    source: (n: number) => `[${n}]`,
    same: 'Bằng nhau',
  },
  notes: {
    numbered: (n: number, source: string) => `[${n}] Nguồn: ${source}.`,
    source: (source: string) => `Nguồn: ${source}.`,
    estimates:
      'Số có chữ (ước tính) không phải số Sở công bố; chênh lệch tính từ đó cũng là ước tính.',
    days: 'Lượt ghi nhận tính từ ngày sau số đầu đến hết ngày của số cuối. Sở chỉ đếm máy có khai số điện thoại.',
    latest: (day: string) => `Số mới nhất: ${day}.`,
  },
  empty: {
    title: 'Chưa có số nào của Sở',
    text: 'Nhập tệp của Sở TT&TT để đặt cạnh số ghi nhận.',
    ask: 'Nhờ Phòng VH&TT huyện nhập tệp của Sở TT&TT.',
  },
};

export type ReconciliationStrings = typeof vi;
