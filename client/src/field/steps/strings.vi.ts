/** The sentences of the steps behind an answer, in Vietnamese; loaded with them. */
import { count } from '../../ui/format';

export const vi = {
  phone: {
    title: 'Số điện thoại',
    label: 'Số điện thoại',
    optional: '(không bắt buộc)',
    valid: 'Số di động hợp lệ (10 số)',
    converted: (number: string) => `Đổi đầu số cũ thành ${number}`,
    unusual: 'Số hơi lạ, đúng chưa? Xem lại rồi bấm Lưu.',
    landline: 'Đây là số bàn, không nhận. Bấm “Không ghi số” để lưu.',
    invalid: 'Chưa phải số di động. Sửa lại, hoặc bấm “Không ghi số” để lưu.',
    short: 'Còn thiếu số.',
    seen: 'Máy này đã ghi số đó hôm nay.',
    consent: 'Bà con đồng ý cho ghi lại số này',
    needConsent: 'Chưa đánh dấu bà con đồng ý. Hỏi bà con, hoặc bấm “Không ghi số”.',
    without: 'Không ghi số',
    sealed:
      'Hỏi bà con trước. Số chỉ để không đếm một máy hai lần: không được lưu, chỉ lưu một mã không đảo ngược được nếu không có khóa.',
    more: 'Xem đầy đủ lời hỏi',
    less: 'Thu gọn',
    kept: 'Lượt này đã có số. Để trống thì giữ số cũ.',
    drop: 'Bỏ số đã ghi',
  },
  saved: {
    result: 'Kết quả',
    title: 'Đã lưu trên máy',
    willSend: 'Sẽ tự gửi khi có mạng',
    sending: 'Đang gửi lên máy chủ',
    sent: 'Đã đến máy chủ',
    today: 'Hôm nay',
    todayCount: (visits: number, done: number) =>
      `${count(visits)} lượt · ${count(done)} máy cài xong`,
    undo: 'Hoàn tác',
    undone: 'Đã hoàn tác. Lượt vừa ghi được rút lại.',
    edit: 'Sửa',
    nextHouse: 'Sang nhà khác',
    sameHouse: 'Thêm máy cùng nhà',
    corrected: 'Đã lưu bản sửa trên máy',
  },
  place: {
    title: 'Chọn ấp',
    search: 'Tìm ấp, khu phố, xã',
    notListed: 'Chưa có trong danh sách',
    notListedIn: (place: string) => `Ghi vào ${place}, chưa rõ ấp`,
    rootIn: (place: string) => `Ghi vào ${place}, chưa rõ xã`,
    nothing: 'Không thấy tên này',
    nothingText: 'Chọn “Chưa có trong danh sách” của xã, vẫn ghi được.',
    current: 'Đang chọn',
  },
};

export type StepStrings = typeof vi;
