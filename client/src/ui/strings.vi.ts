/** What every app says: frame, troubles. "Cài đặt" only means install, settings are "Tùy chọn"; refusal is told neutrally. */
import { count } from './figures';

export const vi = {
  failed: {
    title: 'Chưa làm được việc này',
    text: (code: string) =>
      `Số liệu còn nguyên. Thử lại; nếu vẫn vậy, báo mã ${code} cho cán bộ xã.`,
  },
  back: 'Quay lại',
  close: 'Đóng',
  cancel: 'Bỏ qua',
  retry: 'Thử lại',
  loading: 'Đang mở…',
  otherLanguage: 'English',
  sampleBar: 'Dữ liệu mẫu · lịch tháng 8/2021 được dời đến hôm nay',
  sample: 'số liệu mẫu',
  notFound: {
    title: 'Không có trang này',
    text: 'Đường dẫn có thể đã cũ hoặc gõ thiếu.',
    home: 'Về trang chính',
  },
  broken: {
    title: 'Trang này bị lỗi',
    text: 'Các lượt đã lưu vẫn còn trên máy. Mở lại trang để làm tiếp.',
    reload: 'Mở lại',
  },
  sync: {
    open: 'Mở Máy này',
    waiting: (n: number) => `${count(n)} chờ gửi`,
    offline: 'Không mạng',
    blocked: 'Chưa gửi được',
    allSent: 'Đã gửi hết',
  },
  noLists: {
    title: 'Chưa tải được danh sách ấp và kết quả',
    text: 'Cần mạng một lần để tải. Mở mạng rồi bấm Tải lại.',
    load: 'Tải lại',
  },
};

export type Strings = typeof vi;
