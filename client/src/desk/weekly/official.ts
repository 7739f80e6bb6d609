/** Words of official documents, the same in every language of the page: a preview shows what is printed. */
import type { Section } from '../../core/report';

export const official = {
  country: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  motto: 'Độc lập - Tự do - Hạnh phúc',
  number: 'Số:',
  to: 'Kính gửi:',
  correction: (n: number) => `(Bản đính chính lần ${n})`,
  sample: 'SỐ LIỆU MẪU, KHÔNG DÙNG ĐỂ BÁO CÁO',
  heads: {
    workDone: 'I. CÔNG TÁC TRIỂN KHAI',
    results: 'II. KẾT QUẢ THỰC HIỆN',
    difficulties: 'III. KHÓ KHĂN, VƯỚNG MẮC',
    proposals: 'IV. KIẾN NGHỊ, ĐỀ XUẤT',
    nextWeek: 'V. PHƯƠNG HƯỚNG TUẦN TỚI',
    note: 'Ghi chú',
  } as const satisfies Record<Section, string>,
  nothing: 'Không có.',
  zero: 'Trong kỳ không phát sinh.',
  recipients: 'Nơi nhận:',
  annex: (place: number) =>
    `Phụ lục ${['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'][place] ?? place + 1}`,
  closing: (word: string, unit: string, to: string) =>
    `Trên đây là ${word} của ${unit}, kính gửi ${to} tổng hợp./.`,
  told: (unit: string, to: string) =>
    `Trên đây là thông tin kết quả thực hiện của ${unit}, gửi ${to} tổng hợp./.`,
  youth: 'ĐOÀN TNCS HỒ CHÍ MINH',
};
