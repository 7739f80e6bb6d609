/** Hand-over files and receipts at the desk: the sentences, in Vietnamese. */
import { count } from '../../ui/format';

export const vi = {
  files: {
    title: 'Nạp tệp chuyển tay',
    lead: 'Tệp do máy của tình nguyện viên lưu khi không có mạng. Nạp nhiều lần cũng chỉ tính một lần; lượt vẫn là của người đã ghi.',
    pick: 'Chọn tệp',
    again: 'Nạp lại các tệp này',
    working: (name: string) => `Đang nạp ${name}…`,
    file: 'Tệp',
    line: 'Dòng',
    result: 'Kết quả',
    caption: 'Kết quả từng dòng',
    empty: 'Tệp này không có dòng nào',
    done: (files: number, stored: number, known: number) =>
      `Đã nạp ${count(files)} tệp: ${count(stored)} lượt mới, ${count(known)} lượt đã có từ trước.`,
    look: (n: number) => `${count(n)} lượt cần người xem.`,
    stopped: 'Dừng giữa chừng. Nạp lại tệp này khi có mạng; dòng đã nạp không bị tính hai lần.',
    unreadable: 'Dòng này không phải của tệp chuyển tay',
    badFile: 'Không đọc được tệp này',
    none: 'không có lượt nào',
    statuses: {
      stored: (n: number) => `${count(n)} lượt mới`,
      duplicate: (n: number) => `${count(n)} lượt đã có từ trước`,
      quarantined: (n: number) => `${count(n)} lượt chưa xử lý được, chờ xem`,
      held: (n: number) => `${count(n)} lượt đang giữ lại, chờ xem`,
      rejected: (n: number) => `${count(n)} lượt không nhận được`,
    } as Readonly<Record<string, (n: number) => string>>,
    other: (n: number, status: string) => `${count(n)} lượt: ${status}`,
    mac: 'Tệp đã bị sửa, hoặc không phải của máy trong đợt này',
  },
  receipts: {
    title: 'Kiểm phiếu ghi nhận',
    lead: 'Nhập mã kiểm trên phiếu của tình nguyện viên, giao dịch viên.',
    code: 'Mã kiểm',
    hint: '26 chữ và số, không phân biệt hoa thường, không cần gạch.',
    check: 'Kiểm',
    busy: 'Đang kiểm…',
    short: (n: number) => `Mã có 26 chữ và số, đang có ${count(n)}.`,
    genuine: 'Phiếu đúng, do máy chủ này lập',
    unknown: 'Mã này không phải của máy chủ lập',
    unknownText: 'Xem lại từng ký tự. Nếu vẫn vậy, phiếu này không có giá trị.',
    person: 'Người ghi',
    organisation: 'Tổ chức',
    area: 'Địa bàn',
    day: 'Ngày ghi',
    at: 'Lập lúc',
    stated: 'Trên máy chủ lúc đó',
    now: 'Trên máy chủ bây giờ',
    counts: (records: number, assists: number) =>
      `${count(records)} lượt, ${count(assists)} máy cài được`,
    same: 'Không đổi từ lúc lập phiếu.',
    differs: 'Khác lúc lập phiếu: có lượt đến sau, được sửa, rút hoặc hủy.',
  },
};

export type HandedStrings = typeof vi;
