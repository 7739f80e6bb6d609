/** The sentences of the desk, in Vietnamese; loaded with the desk only. */
import { count } from '../ui/format';

export const vi = {
  nav: {
    open: 'Các trang',
    shut: 'Đóng',
    label: 'Chính',
    overview: 'Tổng quan',
    reports: 'Báo cáo',
    statements: 'Số liệu kê khai',
    obligations: 'Nghĩa vụ báo cáo',
    inbox: 'Hộp thư',
    reconciliation: 'Đối chiếu số liệu',
    ledger: 'Số đã chốt',
    review: 'Kiểm tra lại',
    attention: 'Cần xem',
    directory: 'Danh mục',
    people: 'Người và thiết bị',
    privacy: 'Dữ liệu cá nhân',
    tokens: 'Mã truy cập',
    files: 'Nạp tệp chuyển tay',
    receipts: 'Kiểm phiếu',
    admin: 'Hệ thống',
    account: 'Tài khoản của bạn',
    signOut: 'Đăng xuất',
  },
  groups: {
    watch: 'Theo dõi',
    report: 'Báo cáo, kê khai',
    check: 'Kiểm tra',
    manage: 'Quản trị',
  },
  /** The session is over. */
  again: { text: 'Đăng nhập lại để làm tiếp.', act: 'Đăng nhập lại' },
  leaving: {
    waiting: (n: number) =>
      `Còn ${count(n)} báo cáo đã viết xong mà chưa gửi được. Đăng xuất thì báo cáo vẫn giữ trên máy này và chỉ gửi tiếp khi bạn đăng nhập lại ở đây.`,
    unknown:
      'Máy chưa đọc được còn báo cáo chờ gửi hay không. Đăng xuất thì mọi báo cáo vẫn giữ trên máy này.',
    stay: 'Ở lại',
    anyway: 'Vẫn đăng xuất',
  },
  badge: {
    inbox: (n: number) => `${count(n)} tin chưa đọc`,
    obligations: (n: number) => `${count(n)} báo cáo cần làm`,
    attention: (n: number) => `${count(n)} lượt cần xem`,
  },
  signIn: {
    title: 'Đăng nhập',
    forWhom: 'Dành cho cán bộ huyện, xã, cơ quan, tổ chức',
    username: 'Tên đăng nhập',
    password: 'Mật khẩu',
    show: 'Hiện',
    hide: 'Ẩn',
    submit: 'Đăng nhập',
    busy: 'Đang vào…',
    volunteers:
      'Tình nguyện viên, giao dịch viên: mở đường dẫn hoặc quét mã mời, không cần mật khẩu.',
    withCode: 'Nhập mã mời',
    forgotten: 'Quên mật khẩu? Nhờ người quản trị gửi đường dẫn mời mới.',
    needUsername: 'Chưa nhập tên đăng nhập.',
    needPassword: 'Chưa nhập mật khẩu.',
    choose: 'Chọn đợt',
    code: {
      as: (name: string) => `Đang đăng nhập bằng tên ${name}`,
      label: 'Mã xác thực',
      hint: 'Sáu chữ số trong ứng dụng xác thực trên điện thoại của bạn.',
      recovery: 'Mã dự phòng',
      recoveryHint: 'Một trong các mã bạn đã cất khi cài đặt. Mỗi mã dùng một lần.',
      need: 'Chưa nhập mã.',
      toRecovery: 'Dùng mã dự phòng',
      toApp: 'Dùng mã trong ứng dụng',
      back: 'Đăng nhập bằng tên khác',
      lost: 'Mất cả hai? Nhờ người quản trị gỡ mã xác thực.',
    },
    motto: 'Đi từng ngõ, gõ từng nhà',
    picture: 'Xóm nhà ven sông, một cửa đang sáng',
  },
  top: {
    updated: (time: string, day: string) => `Cập nhật ${time}, ${day}`,
    loading: 'Đang tải số liệu…',
    away: 'Chưa có số liệu mới',
    none: 'Chưa tải được số liệu của trang này. Khi có mạng trở lại, trang tự tải tiếp.',
    stale: 'Chưa tải được số mới. Số dưới đây vẫn là của lần cập nhật trước.',
  },
};

export type DeskStrings = typeof vi;
