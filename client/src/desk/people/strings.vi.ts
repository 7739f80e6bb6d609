/** People and devices: the sentences, in Vietnamese. */

export const vi = {
  title: 'Người và thiết bị',
  invite: 'Mời một người',
  name: 'Tên gọi',
  nameHint: 'Như người đó muốn được gọi, ví dụ Chị N.T.H.',
  role: 'Việc',
  organisation: 'Tổ chức',
  organisationSearch: 'Tìm tổ chức',
  area: 'Địa bàn',
  hamlet: 'Ấp ghi sẵn (không bắt buộc)',
  noHamlet: 'Không ghi sẵn',
  choose: 'Chọn…',
  submit: 'Tạo đường dẫn mời',
  busy: 'Đang tạo…',
  needName: 'Chưa nhập tên gọi.',
  needOrganisation: 'Chưa chọn tổ chức.',
  needArea: 'Chưa chọn địa bàn.',
};

export type PeopleStrings = typeof vi;
