/** The sentences of the day's receipt and of the progress, in Vietnamese; loaded with their pages only. */
import { count } from '../../ui/format';

export const vi = {
  receipt: {
    title: 'Phiếu ghi nhận',
    before: 'Ngày trước',
    after: 'Ngày sau',
    saved: 'Đã lưu trên máy',
    savedOf: (saved: number, helped: number) =>
      `${count(saved)} lượt, ${count(helped)} máy cài được`,
    sent: 'Đã đến máy chủ',
    waiting: 'Chờ gửi',
    attention: 'Cần xem',
    visits: (n: number) => `${count(n)} lượt`,
    code: 'Mã kiểm',
    proved: (time: string, records: number, assists: number) =>
      `Máy chủ xác nhận lúc ${time}: ${count(records)} lượt, ${count(assists)} máy cài được.`,
    differs:
      'Số của máy chủ khác số trên máy này: có lượt chưa đến, hoặc bạn ghi trên máy khác nữa.',
    how: 'Cán bộ xã nhập mã này ở trang Kiểm phiếu, hoặc quét ô mã.',
    qr: 'Mã QR của phiếu',
    asking: 'Đang hỏi máy chủ…',
    offline: 'Chưa có mã kiểm',
    offlineText:
      'Phải có mạng thì máy chủ mới xác nhận được. Các số dưới đây là của máy này, chưa ai xác nhận.',
    none: 'Ngày này chưa ghi lượt nào trên máy này.',
    share: 'Gửi ảnh phiếu',
    save: 'Lưu ảnh phiếu',
    kept: 'Đã lưu ảnh phiếu',
    shared: 'Đã đưa ảnh sang ứng dụng khác',
    failed: 'Máy này không vẽ được ảnh. Chụp màn hình thay cho ảnh.',
    made: (time: string) => `Lập lúc ${time}`,
    unproved: 'Chưa có mã kiểm: số của máy này, máy chủ chưa xác nhận',
    check: (host: string) => `Kiểm tại ${host}/huyen/phieu`,
  },
  progress: {
    title: 'Tiến độ',
    asOf: (day: string, time: string) => `Số đến hết ngày ${day}. Máy chủ trả lời lúc ${time}.`,
    mine: (n: number) => `Máy này ghi thêm ${count(n)} lượt, chưa có trong số trên`,
    mineWaiting: (n: number) => `trong đó ${count(n)} lượt chưa gửi`,
    hamlets: 'Ấp bạn đã ghé',
    whole: 'Cả địa bàn',
    organisation: 'Tổ chức của bạn',
    organisationIn: (area: string) => `Tính trong ${area}`,
    assists: 'máy cài được',
    records: (n: number) => `${count(n)} lượt ghé`,
    of: (value: string) => `trên ${value} điện thoại thông minh`,
    from: (source: string, day: string) => `Mẫu số: ${source}, ${day}`,
    noDenominator: 'Chưa có số điện thoại thông minh',
    estimate: '(ước tính)',
    never: 'Chưa có số nào về máy này',
    neverText: 'Mở mạng và chờ gửi xong một lần, số sẽ về và xem được cả khi không có mạng.',
    noHamlets: 'Chưa ghé ấp nào trong 14 ngày qua.',
  },
};

export type DayStrings = typeof vi;
