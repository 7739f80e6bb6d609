/** An invite as it is handed over: the sentences, in Vietnamese. */

export const vi = {
  made: 'Đường dẫn mời đã sẵn sàng',
  scan: 'Quét bằng máy ảnh điện thoại',
  qr: 'Mã QR của đường dẫn mời',
  link: 'Đường dẫn',
  code: 'Mã mời',
  until: (time: string, day: string) => `Dùng một lần, đến ${time} ngày ${day}`,
  copyLink: 'Sao chép liên kết',
  copyCode: 'Sao chép mã',
  share: 'Gửi qua Zalo',
  copied: 'Đã chép',
  copyRefused: 'Trình duyệt không cho chép. Bôi đen rồi chép tay.',
  print: 'In thẻ',
  another: 'Mời người khác',
  once: 'Mã chỉ hiện một lần ở đây. Nếu mất, tạo mã mới.',
};

export type InviteStrings = typeof vi;
