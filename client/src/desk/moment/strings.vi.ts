/** The sentences of choosing a past moment, in Vietnamese. */
export const vi = {
  day: 'Ngày',
  time: 'Giờ',
  timeHint: 'Ví dụ 13:00',
  wrongTime: 'Ghi giờ như 13:00',
  seq: 'Số thứ tự',
  wrongSeq: 'Chỉ ghi chữ số',
};

export type MomentStrings = typeof vi;
