/** The sentences of a shared phone, in Vietnamese; loaded with its screens only. */
import { count } from '../../ui/format';

export const vi = {
  title: 'Ai đang dùng máy này?',
  lead: 'Mỗi người một sổ riêng. Người khác không xem, không gửi được lượt của bạn.',
  waiting: (n: number) => `${count(n)} lượt chờ gửi`,
  uncounted: 'Chưa đếm được',
  allSent: 'Đã gửi hết',
  here: 'Đang dùng',
  signedOut: 'Đã đăng xuất',
  signedOutText: (name: string) => `${name} đã đăng xuất khỏi máy này.`,
  signedOutKept: (n: number) =>
    `Còn ${count(n)} lượt chưa gửi, vẫn giữ trên máy. Mở đường dẫn mời của người đó trên máy này thì gửi tiếp được.`,
  signedOutHow: 'Mở đường dẫn mời của người đó trên máy này để dùng lại.',
  add: 'Thêm người',
  withInvite: 'Nhập mã mời',
  enter: 'Nhập mã PIN',
  choose: 'Đặt mã PIN',
  again: 'Nhập lại mã PIN',
  chooseText: 'Máy này có nhiều người dùng. Đặt 4 số để người khác không mở nhầm sổ của bạn.',
  againText: 'Nhập lại đúng 4 số vừa đặt.',
  differ: 'Hai lần chưa giống nhau. Đặt lại từ đầu.',
  noNetwork: 'Mở khóa không cần mạng',
  checking: 'Đang mở…',
  wrong: (left: number) => `Chưa đúng. Còn thử được ${count(left)} lần.`,
  wait: (age: string) => `Sai nhiều lần. Đợi ${age} rồi thử lại.`,
  digits: (n: number) => `Đã nhập ${count(n)} trong 4 số`,
  erase: 'Xóa một số',
  other: 'Người khác',
  forgotten: 'Quên mã PIN',
  forgottenTitle: 'Quên mã PIN',
  forgottenSafe: 'Lượt đã ghi vẫn còn trên máy và vẫn tự gửi, không cần mã PIN.',
  forgottenHow:
    'Xin cán bộ xã đường dẫn mời mới cho chính bạn, rồi mở trên máy này. Sổ còn nguyên, bạn đặt lại mã.',
  onlyScreen: 'Mã PIN chỉ khóa màn hình, không mã hóa số liệu.',
  back: 'Quay lại',
};

export type PeopleStrings = typeof vi;
