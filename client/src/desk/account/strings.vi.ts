/** Words of one's own account, in Vietnamese. */
export const vi = {
  title: 'Tài khoản của bạn',
  lead: 'Đổi mật khẩu và xem những máy đang đăng nhập bằng tên của bạn.',
  password: {
    title: 'Đổi mật khẩu',
    old: 'Mật khẩu hiện tại',
    oldHint: 'Quên mật khẩu và hôm nay vào máy này bằng mã mời mới thì để trống.',
    new: 'Mật khẩu mới',
    newHint: 'Ít nhất 10 ký tự, ký tự nào cũng được. Vài từ ghép lại dễ nhớ và khó đoán.',
    again: 'Nhập lại mật khẩu mới',
    short: 'Mật khẩu mới cần ít nhất 10 ký tự.',
    different: 'Hai lần nhập chưa giống nhau.',
    submit: 'Đổi mật khẩu',
    busy: 'Đang đổi…',
    done: 'Đã đổi mật khẩu. Các máy khác của bạn phải đăng nhập lại.',
  },
  devices: {
    title: (n: number) => `Máy của bạn (${n})`,
    caption: 'Máy đang đăng nhập bằng tên của bạn',
    here: 'máy này',
    seen: (when: string) => `dùng lần cuối ${when}`,
    never: 'chưa dùng lần nào',
    lock: 'Khóa máy',
    of: (name: string) => `Khóa máy ${name}`,
    locked: 'Đã khóa',
    open: 'Đang dùng',
    sure: (name: string) =>
      `Khóa ${name}? Máy đó không xem được gì nữa; lượt chưa gửi trên máy sẽ được giữ lại chờ xem.`,
    yes: 'Khóa máy đó',
    no: 'Không khóa',
    done: (name: string) => `Đã khóa ${name}.`,
  },
};

export type AccountStrings = typeof vi;
