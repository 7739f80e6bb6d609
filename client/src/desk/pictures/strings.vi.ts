/** The sentences around pictures, in Vietnamese. */
export const vi = {
  take: 'Tải về',
  takeOf: (title: string) => `Tải về: ${title}`,
  svg: 'Hình SVG',
  png: 'Hình PNG',
  csv: 'Số liệu CSV',
  xlsx: 'Số liệu XLSX',
  noPng: 'Trình duyệt này không vẽ được hình PNG. Tải hình SVG.',
  sample: 'Số liệu mẫu.',
  table: 'Xem bảng',
  noTable: 'Ẩn bảng',
  none: 'Chưa có lượt ghi nào để vẽ.',
  unknown: 'Chưa có số liệu',
};

export type PictureStrings = typeof vi;
