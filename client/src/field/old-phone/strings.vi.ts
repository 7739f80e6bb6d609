/** A phone left behind with something unsent: the sentences, in Vietnamese. */
import { count } from '../../ui/format';

export const vi = {
  title: (n: number) => `Máy cũ còn ${count(n)} lượt chưa gửi`,
  seen: (name: string, n: number, time: string) =>
    `${name}: máy chủ nghe lần cuối lúc ${time}, khi đó còn ${count(n)} lượt chưa gửi. Ghi thêm sau lúc đó thì chưa ai biết.`,
  steps: [
    {
      title: 'Máy cũ vẫn mở được Gõ Cửa?',
      text: 'Mở ở chỗ có mạng rồi bấm Gửi ngay, hoặc bấm Chuyển tay trong Máy này. Đừng ghi lại các lượt đó.',
    },
    {
      title: 'Máy bị xóa dữ liệu, cài lại hay đã mất?',
      text: 'Các lượt chưa gửi mất theo, máy chủ không có bản nào. Nhà nào còn nhớ thì ghi lại ở đây.',
    },
    {
      title: 'Báo cán bộ xã',
      text: 'Xã cũng thấy máy cũ còn thiếu bao nhiêu lượt. Mất máy thì nhờ xã khóa máy đó.',
    },
  ],
  go: 'Vào ghi',
};

export type OldPhoneStrings = typeof vi;
