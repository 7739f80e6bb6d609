/** The sentences of what waits for a person, in Vietnamese; loaded with it only. */
import { count } from '../../ui/format';

export const vi = {
  title: 'Cần xem',
  lead: 'Những lượt máy chủ đã nhận nhưng chưa tính. Các lượt khác vẫn được tính bình thường, không lượt nào bị mất.',
  filter: {
    label: 'Lọc',
    area: 'Nơi',
    everywhere: 'Toàn địa bàn',
    all: 'Tất cả',
    quarantined: 'Chưa đọc được',
    held: 'Đang giữ lại',
  },
  waiting: (n: number) => `${count(n)} lượt chờ xem`,
  loading: 'Đang tải…',
  empty: 'Không có lượt nào cần xem',
  emptyText: 'Khi có lượt ngoài địa bàn hoặc chưa đọc được, lượt đó sẽ hiện ở đây.',
  emptyFiltered: 'Không có lượt nào như vậy',
  showAll: 'Xem tất cả',
  statuses: { quarantined: 'Chưa đọc được', held: 'Đang giữ lại' },
  what: {
    quarantined:
      'Nội dung có chỗ máy chủ chưa dùng được. Nếu lý do đã hết (ví dụ đã thêm ấp vào danh mục) thì nhận được ngay.',
    held: 'Lượt này đúng là của người đó, nhưng ngoài phần việc được giao. Nhận thì lượt được tính như các lượt khác.',
  },
  /** Why, as staff should read it: the server's own sentence speaks to the author. By code, dots as lines. */
  why: {
    area_out_of_scope: {
      title: 'Ghi ở ngoài địa bàn được giao',
      text: 'Nhận nếu người này được nhờ sang giúp; lượt được tính cho nơi đã ghi. Từ chối nếu chọn nhầm nơi.',
    },
    device_revoked: {
      title: 'Gửi từ máy đã bị khóa',
      text: 'Nhận nếu biết chắc các lượt này do chính người đó ghi.',
    },
    role_forbidden: {
      title: 'Người gửi không có vai trò làm việc này',
      text: 'Thường do đổi vai trò giữa chừng. Chỉ nhận được khi vai trò đã cho phép; không thì từ chối.',
    },
    op_malformed: {
      title: 'Nội dung gửi lên sai dạng',
      text: 'Thường do bản cũ của ứng dụng. Không nhận được như hiện nay: nhờ người ghi cập nhật rồi ghi lại.',
    },
    op_conflict: {
      title: 'Trùng mã với một lượt khác, nội dung khác',
      text: 'Lượt đã có vẫn giữ nguyên. Hỏi người ghi xem lượt nào đúng.',
    },
    area_unknown: {
      title: 'Nơi này không có trong danh mục của đợt',
      text: 'Thêm ấp vào danh mục rồi nhận, hoặc từ chối để người ghi chọn lại.',
    },
    outcome_unknown: {
      title: 'Kết quả này không có trong đợt',
      text: 'Thường do bản cũ của ứng dụng. Từ chối để người ghi chọn lại.',
    },
    phone_invalid: {
      title: 'Số điện thoại không đúng',
      text: 'Nhận thì lượt vẫn được tính, bỏ số đi. Từ chối nếu muốn người ghi hỏi lại số.',
    },
    phone_unsealed: {
      title: 'Số điện thoại không mở được',
      text: 'Nhận thì lượt vẫn được tính, bỏ số đi.',
    },
    phone_no_consent: {
      title: 'Có số điện thoại nhưng chưa ghi là người dân đồng ý',
      text: 'Nhận thì lượt vẫn được tính, bỏ số đi. Từ chối nếu muốn người ghi hỏi lại.',
    },
    person_unknown: {
      title: 'Ý kiến về lượt của người không có trong đợt',
      text: 'Từ chối, hoặc chờ khi người đó được thêm vào rồi nhận.',
    },
  },
  received: (time: string) => `Máy chủ nhận lúc ${time}`,
  noPlace: 'Chưa rõ nơi',
  facts: {
    area: 'Nơi',
    outcome: 'Kết quả',
    mode: 'Cách gặp',
    happenedAt: 'Ghi lúc (giờ trên máy)',
    note: 'Ghi chú',
    verdict: 'Ý kiến',
    reason: 'Lý do',
    rev: 'Lần sửa thứ',
  },
  raw: 'Nội dung gốc',
  noRaw: 'Nội dung gửi lên không đọc được.',
  code: (code: string, id: string) => `Mã ${code} · ${id}`,
  pick: (who: string, what: string) => `Chọn: ${who}, ${what}`,
  all: (n: number) => `Chọn cả ${count(n)} lượt đang hiện`,
  chosen: (n: number) => `Đã chọn ${count(n)} lượt`,
  act: {
    go: 'Giải quyết',
    label: (n: number) => `Giải quyết ${count(n)} lượt`,
    word: 'Lời nhắn cho người ghi',
    wordHint: 'Hiện trên máy của người ghi khi từ chối.',
    needWord: 'Chưa ghi lời nhắn cho người ghi',
    accept: 'Nhận',
    acceptMany: (n: number) => `Nhận ${count(n)} lượt`,
    refuse: 'Từ chối',
    refuseMany: (n: number) => `Từ chối ${count(n)} lượt`,
    cancel: 'Thôi',
    busy: 'Đang gửi…',
    send: 'Gửi lời từ chối',
    of: (who: string) => `lượt của ${who}`,
  },
  done: {
    accepted: (n: number) => `Đã nhận ${count(n)} lượt. Các số đã tính lại.`,
    refused: (n: number) => `Đã từ chối ${count(n)} lượt. Người ghi thấy lời nhắn ở lần gửi tới.`,
    not: (n: number) => `${count(n)} lượt chưa nhận được như hiện nay`,
    notText:
      'Lượt vẫn còn ở đây. Sửa danh mục rồi nhận lại, hoặc từ chối để người ghi sửa trên máy.',
  },
  shown: (n: number, of: number) => `Hiện ${count(n)} trong ${count(of)} lượt, cũ nhất trước.`,
  more: 'Xem thêm',
};

export type AttentionStrings = typeof vi;
