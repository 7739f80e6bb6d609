/** The sentences of the counter, in Vietnamese. */
export const vi = {
  title: 'Đếm tại quầy',
  today: 'Hôm nay đã hướng dẫn',
  customers: 'khách',
  helped: 'Đã hướng dẫn 1 khách',
  helpedShort: 'Đã hướng dẫn',
  space: 'Phím cách',
  others: 'Trường hợp khác',
  had: 'Đã có sẵn',
  failed: 'Máy không cài được',
  refused: 'Không đồng ý',
  noPhone: 'Không có máy thông minh',
  onlyCount: 'Chỉ đếm, không nhập thông tin khách hàng.',
  safe: 'Mất mạng hay mất điện vẫn giữ đủ số.',
  recent: 'Vừa bấm',
  more: 'Xem thêm',
  undo: 'Hoàn tác',
  undoLast: 'Hoàn tác lượt cuối',
  undoThat: (time: string, what: string) => `Hoàn tác: ${time}, ${what.toLocaleLowerCase('vi')}`,
  nothing: 'Hôm nay chưa bấm lượt nào.',
  days: 'Các ngày trước',
  day: 'Ngày',
  saved: (what: string) => `Đã đếm: ${what}`,
  undone: (what: string) => `Đã hoàn tác: ${what}`,
  missing: 'Danh mục của đợt không có kết quả này.',
};

export type CounterStrings = typeof vi;
