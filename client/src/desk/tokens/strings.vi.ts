/** Tokens of programs: the sentences, in Vietnamese. */
import { count } from '../../ui/format';

export const vi = {
  title: 'Mã truy cập',
  lead: 'Cho phần mềm khác đọc số liệu của đợt: chỉ đọc, trong phạm vi đã chọn, hết hạn tự khóa.',
  form: {
    title: 'Tạo mã mới',
    name: 'Dùng cho việc gì',
    nameHint: 'Ví dụ: Bảng theo dõi của Sở TT&TT',
    scope: 'Được xem',
    scopes: {
      campaign: 'Cả đợt',
      area: 'Một địa bàn',
      organisation: 'Một tổ chức',
    },
    area: 'Địa bàn',
    organisation: 'Tổ chức',
    choose: 'Chọn…',
    rights: 'Được đọc',
    days: 'Hạn dùng',
    daysOf: (n: number) => `${count(n)} ngày`,
    submit: 'Tạo mã',
    busy: 'Đang tạo…',
    needName: 'Chưa ghi dùng cho việc gì.',
    needRight: 'Chọn ít nhất một mục.',
    needArea: 'Chưa chọn địa bàn.',
    needOrganisation: 'Chưa chọn tổ chức.',
  },
  rights: {
    totals: 'Số liệu tổng hợp',
    exports: 'Tệp số liệu (CSV, Excel)',
    records: 'Từng lượt ghi, không có số điện thoại',
    metrics: 'Tình trạng máy chủ (Prometheus)',
  },
  short: {
    totals: 'Tổng hợp',
    exports: 'Tệp',
    records: 'Lượt ghi',
    metrics: 'Máy chủ',
  },
  made: {
    title: (name: string) => `Mã cho “${name}”`,
    once: 'Mã chỉ hiện một lần. Chép ngay vào phần mềm kia; đóng thẻ này thì không xem lại được.',
    copy: 'Sao chép mã',
    copied: 'Đã sao chép mã.',
    refused: 'Trình duyệt không cho sao chép. Hãy bôi đen mã rồi chép.',
    use: 'Phần mềm gửi kèm mỗi yêu cầu:',
    documents: 'Các địa chỉ đọc được',
    until: (day: string) =>
      `Dùng được đến ${day}. Ai có mã thì đọc được: không gửi qua Zalo, email.`,
    close: 'Đã chép xong',
  },
  list: {
    title: (n: number) => `${count(n)} mã`,
    caption: 'Các mã truy cập',
    used: (at: string) => `dùng lần cuối ${at}`,
    until: (day: string) => `hạn ${day}`,
    whole: 'Cả đợt',
    never: 'chưa dùng',
    by: (name: string, day: string) => `${name} tạo ${day}`,
    byServer: (day: string) => `tạo trên máy chủ ${day}`,
    none: 'Chưa có mã nào',
    noneText: 'Tạo mã khi có phần mềm khác cần đọc số liệu của đợt.',
  },
  states: {
    active: 'Đang dùng',
    expired: 'Hết hạn',
    revoked: 'Đã thu hồi',
  },
  revoke: {
    act: 'Thu hồi',
    of: (name: string) => `Thu hồi mã “${name}”`,
    sure: (name: string) =>
      `Thu hồi mã “${name}”? Phần mềm đang dùng mã không đọc được nữa, ngay lập tức.`,
    yes: 'Thu hồi ngay',
    no: 'Thôi',
    done: (name: string) => `Đã thu hồi mã “${name}”.`,
  },
};

export type TokenStrings = typeof vi;
