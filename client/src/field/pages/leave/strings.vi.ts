/** Handing over, signing out, a locked phone: the sentences, in Vietnamese. */
import { count } from '../../../ui/format';

export const vi = {
  handOver: 'Chuyển tay',
  handOverAll: (n: number) => `Chuyển tay ${count(n)} lượt chưa gửi`,
  handOverText:
    'Lưu các lượt chưa gửi thành một tệp. Đưa tệp cho cán bộ xã nạp giúp; nạp nhiều lần cũng chỉ tính một lần. Số điện thoại trong tệp vẫn niêm phong.',
  saved: 'Đã lưu tệp. Đưa cho cán bộ xã nạp giúp.',
  shared: 'Đã đưa tệp sang ứng dụng khác. Lượt vẫn còn trên máy đến khi máy chủ trả lời.',
  dropped: 'Chưa gửi tệp. Lượt vẫn còn trên máy.',
  failed: 'Chưa làm được tệp. Lượt vẫn còn trên máy.',
  noKey:
    'Chưa làm được tệp: máy vừa mất khóa ký tệp và nhận lại khi liên lạc được với máy chủ. Lượt vẫn còn trên máy.',
  switch: 'Đổi người',
  signOut: 'Đăng xuất',
  ask: 'Đăng xuất khỏi máy này? Các lượt đã gửi vẫn ở máy chủ.',
  askWaiting: (n: number) =>
    `Còn ${count(n)} lượt chưa gửi. Đăng xuất thì các lượt này vẫn giữ trên máy, người khác không xem, không gửi được; chỉ gửi tiếp khi bạn mở đường dẫn mời mới của mình trên máy này.`,
  askUnknown:
    'Máy chưa đếm được còn lượt chưa gửi hay không. Đăng xuất thì mọi lượt vẫn giữ trên máy; chỉ gửi tiếp khi bạn mở đường dẫn mời mới của mình trên máy này.',
  first: 'Nên gửi hết hoặc chuyển tay trước.',
  anyway: 'Vẫn đăng xuất',
  cancel: 'Ở lại',
  revoked: 'Máy này đã bị khóa',
  revokedText: 'Cán bộ đã khóa máy này. Không mất lượt nào.',
  revokedSteps: [
    {
      title: 'Vẫn bấm Gửi ngay được',
      text: 'Trong 45 ngày, máy chủ vẫn nhận và giữ lại để xã xem, chưa tính vào số chung.',
    },
    {
      title: 'Đây vẫn là máy của bạn?',
      text: 'Xin cán bộ xã đường dẫn mời mới cho chính bạn rồi mở trên máy này. Sổ còn nguyên.',
    },
    {
      title: 'Đổi sang máy khác?',
      text: 'Mở đường dẫn mời mới trên máy mới. Lượt chưa gửi ở máy này thì chuyển tay.',
    },
  ],
  invite: 'Nhập mã mời',
  diagnostic: {
    look: 'Xem chẩn đoán máy',
    title: 'Chẩn đoán máy',
    lead: 'Đọc trước rồi hãy gửi cho người giúp bạn. Trong này không có tên, số điện thoại, ghi chú hay mã lượt nào.',
    give: 'Gửi chẩn đoán',
    saved: 'Đã lưu tệp chẩn đoán.',
    shared: 'Đã đưa chẩn đoán sang ứng dụng khác.',
    dropped: 'Chưa gửi chẩn đoán.',
    failed: 'Kho lưu không mở được nên chưa làm được chẩn đoán. Mở lại ứng dụng rồi thử lại.',
    head: 'Gõ Cửa, chẩn đoán máy',
    version: 'Phiên bản',
    browser: 'Trình duyệt',
    home: 'Mở từ màn hình chính',
    worker: 'Mở được khi không có mạng',
    kept: 'Kho lưu được giữ lâu dài',
    used: 'Đã dùng',
    free: 'Còn trống',
    waiting: 'Chờ gửi',
    oldest: 'Cũ nhất chờ gửi từ',
    sent: 'Đã gửi',
    attention: 'Cần xem',
    clock: 'Máy chủ trừ đồng hồ máy',
    answer: 'Máy chủ trả lời lần cuối',
    problem: 'Vướng hiện nay',
    troubles: 'Các lỗi gần nhất',
    oldPhones: 'Máy cũ còn chưa gửi',
    made: 'Lập lúc',
    yes: 'có',
    no: 'không',
    none: 'không có',
    never: 'chưa lần nào',
  },
};

export type LeaveStrings = typeof vi;
