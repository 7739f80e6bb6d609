/** The sentences of the form, in Vietnamese; those of the steps behind it come with them. */

export const vi = {
  outdated: 'Ứng dụng đã được cập nhật ở trang khác. Mở lại để dùng tiếp.',
  tabs: {
    label: 'Chính',
    log: 'Ghi',
    list: 'Sổ của tôi',
    revisits: 'Ghé lại',
    help: 'Hướng dẫn',
    todo: 'việc',
  },
  noNetwork: 'Không có mạng, vẫn ghi được',
  modes: {
    label: 'Cách hỗ trợ',
    door: 'Tại nhà',
    gate: 'Tại cổng',
    phone: 'Điện thoại',
    point: 'Điểm chung',
    counter: 'Tại quầy',
  },
  groups: {
    done: 'Đã cài xong',
    failed: 'Chưa cài được',
    revisit: 'Vắng nhà, hẹn ghé lại',
    refused: 'Chủ nhà không đồng ý',
    notEligible: 'Không có máy thông minh',
    already: 'Đã có từ trước',
  },
  place: {
    choose: 'Chọn ấp',
    wholeCommune: 'Chưa rõ ấp',
    wholeDistrict: 'Chưa rõ xã',
  },
  form: {
    title: 'Ghi một lượt',
    changePlace: (place: string) => `Đổi ấp, đang ở ${place}`,
    answers: 'Máy này thế nào?',
    machine: (n: number) => `Máy thứ ${n}`,
    ofThisHouse: 'của nhà này',
    newHouse: 'Nhà mới',
    otherHouse: 'Nhà khác',
    correcting: 'Đang sửa một lượt',
    dropCorrection: 'Thôi sửa',
  },
};

export type FormStrings = typeof vi;
