/** The sentences of the inbox and of notices that ring, in Vietnamese. */
import { count } from './format';

export const vi = {
  title: 'Hộp thư',
  lead: 'Lời nhắc và tin về báo cáo của bạn. Bấm một tin để đến đúng trang.',
  unread: (n: number) => `${count(n)} tin chưa đọc`,
  allRead: 'Đã đọc hết',
  readAll: 'Đánh dấu đã đọc',
  isNew: 'Mới:',
  empty: 'Chưa có tin nào',
  emptyText: 'Khi gần đến hạn hoặc báo cáo được trả lời, tin sẽ nằm ở đây.',
  more: 'Xem tin cũ hơn',
  push: {
    turnOn: 'Nhận lời nhắc',
    turnOff: 'Thôi nhận trên máy này',
    busy: 'Đang bật…',
    title: {
      on: 'Máy này đang nhận lời nhắc',
      off: 'Nhận lời nhắc trên máy này',
      denied: 'Trình duyệt đang chặn thông báo của Gõ Cửa',
      home: 'Trên iPhone, cần đưa Gõ Cửa ra màn hình chính',
      none: 'Trình duyệt này không nhận được lời nhắc',
      failed: 'Chưa bật được lời nhắc',
    },
    text: {
      on: 'Máy báo trước hạn 24 giờ, 3 giờ, 1 giờ và khi quá hạn, kể cả lúc không mở Gõ Cửa. Ban đêm máy im.',
      off: 'Máy sẽ báo khi gần đến hạn, kể cả lúc không mở Gõ Cửa. Trình duyệt sẽ hỏi bạn một lần.',
      denied:
        'Bấm biểu tượng bên trái địa chỉ trang, mục Thông báo, chọn Cho phép, rồi mở lại trang này. Mọi lời nhắc vẫn vào hộp thư này.',
      home: 'Bấm Chia sẻ, chọn “Thêm vào MH chính”, rồi mở Gõ Cửa từ biểu tượng đó và bật ở đây. Mọi lời nhắc vẫn vào hộp thư này.',
      none: 'Mọi lời nhắc vẫn vào hộp thư này. Mở Gõ Cửa mỗi sáng là thấy.',
      failed:
        'Dịch vụ thông báo của trình duyệt hoặc mạng chưa trả lời. Thử lại sau; mọi lời nhắc vẫn vào hộp thư này.',
    },
  },
};

export type NoticeStrings = typeof vi;
