/** Tables that clerks bring: the sentences, in Vietnamese. */
import { count } from '../../ui/format';

export const vi = {
  pick: 'Chọn tệp Excel',
  empty: 'Tải bảng mẫu',
  hint: 'Tệp .xlsx hoặc CSV, dòng đầu là tên cột như trong bảng mẫu. Xem trước rồi mới ghi; sai một dòng thì không ghi dòng nào.',
  checking: (name: string) => `Đang xem ${name}…`,
  importing: 'Đang ghi…',
  ready: (added: number, changed: number, unchanged: number) =>
    `Bảng đúng: ${count(added)} dòng mới, ${count(changed)} dòng sửa, ${count(unchanged)} dòng không đổi. Chưa ghi gì cả.`,
  nothing: 'Mọi dòng đều đã có, không có gì để ghi.',
  go: 'Ghi vào hệ thống',
  cancel: 'Bỏ tệp này',
  done: (added: number, changed: number) =>
    `Đã ghi: ${count(added)} dòng mới, ${count(changed)} dòng sửa.`,
  faults: (n: number) => `Bảng có ${count(n)} chỗ sai, chưa ghi dòng nào`,
  faultsText: 'Sửa trong tệp rồi chọn lại. Tệp báo lỗi có thêm cột “Lỗi” ở cuối mỗi dòng.',
  errorFile: 'Tải tệp báo lỗi',
  caption: 'Chỗ sai trong bảng',
  row: 'Dòng',
  column: 'Cột',
  message: 'Cần sửa',
  wholeRow: 'cả dòng',
  whole: 'cả tệp',
  more: (n: number) => `và ${count(n)} chỗ nữa, xem trong tệp báo lỗi`,
  tooBig: 'Tệp quá lớn. Chỉ giữ lại bảng cần nhập, tối đa 2 MB.',
};

export type TableStrings = typeof vi;
