/**
 * Codes as sentences, in Vietnamese: one of what happened and one of what to do, no code first, no blame.
 * Loaded right after the first screen; a code not listed gets the general sentence of trouble.ts.
 */
import type { Trouble } from './trouble';

export const vi: Record<string, Trouble> = {
  // What the server says of one record.
  'area.unknown': {
    title: 'Ấp này không còn trong danh sách',
    text: 'Bấm Sửa, chọn lại ấp rồi gửi.',
  },
  'area.out_of_scope': {
    title: 'Ấp này ngoài địa bàn của bạn',
    text: 'Máy chủ đang giữ lại để xã, huyện xem. Nếu chọn nhầm, bấm Sửa và chọn lại ấp.',
  },
  'outcome.unknown': {
    title: 'Kết quả này không còn trong danh sách',
    text: 'Bấm Sửa và chọn lại kết quả.',
  },
  'mode.unknown': {
    title: 'Cách hỗ trợ này không còn dùng',
    text: 'Bấm Sửa và chọn lại cách hỗ trợ.',
  },
  'phone.invalid': {
    title: 'Số điện thoại chưa đúng',
    text: 'Bấm Sửa, nhập lại số hoặc bỏ số rồi lưu.',
  },
  'phone.unsealed': {
    title: 'Máy chủ chưa mở được số đã niêm phong',
    text: 'Bấm Sửa, nhập lại số hoặc bỏ số rồi lưu.',
  },
  'phone.no_consent': {
    title: 'Chưa có dấu đồng ý cho ghi số',
    text: 'Bấm Sửa, hỏi lại bà con rồi đánh dấu, hoặc bỏ số.',
  },
  'op.malformed': {
    title: 'Lượt này chưa đọc được',
    text: 'Máy chủ giữ lại để người phụ trách xem. Bạn không phải ghi lại.',
  },
  'op.conflict': {
    title: 'Lượt này trùng mã với lượt khác',
    text: 'Máy chủ giữ lại để người phụ trách xem. Đưa mã lượt cho cán bộ xã.',
  },
  'op.refused': {
    title: 'Người phụ trách không nhận lượt này',
    text: 'Lượt vẫn còn trong sổ của bạn. Nếu chưa đúng, đưa mã lượt cho cán bộ xã.',
  },
  'op.too_large': { title: 'Lượt này dài quá', text: 'Bấm Sửa và rút gọn ghi chú.' },
  'op.unreadable': { title: 'Lượt này chưa đọc được', text: 'Đưa mã lượt cho cán bộ xã.' },
  'quarantine.full': {
    title: 'Máy chủ chưa nhận thêm lượt lỗi của máy này',
    text: 'Lượt vẫn còn trên máy. Đưa mã lượt cho cán bộ xã.',
  },
  'role.forbidden': {
    title: 'Việc này không thuộc vai trò của bạn',
    text: 'Hỏi người đã mời bạn để được giao đúng việc.',
  },
  'person.unknown': {
    title: 'Không tìm thấy người của lượt này',
    text: 'Đưa mã lượt cho cán bộ xã.',
  },
  'review.void': {
    title: 'Xã đã hủy lượt này',
    text: 'Xem lý do bên dưới. Nếu chưa đúng, hỏi cán bộ xã.',
  },
  // Session and device.
  'session.missing': {
    title: 'Phiên làm việc đã hết',
    text: 'Lượt vẫn còn trên máy. Xin đường dẫn mời mới rồi mở trên máy này.',
  },
  'session.expired': {
    title: 'Phiên làm việc đã hết',
    text: 'Lượt vẫn còn trên máy. Xin đường dẫn mời mới rồi mở trên máy này.',
  },
  'person.changed': {
    title: 'Máy này đang mở cho người khác',
    text: 'Lượt vẫn còn trên máy. Mở lại đường dẫn mời của bạn.',
  },
  'device.revoked': {
    title: 'Máy này đã bị khóa',
    text: 'Lượt chưa gửi vẫn còn trên máy và vẫn gửi được. Hỏi cán bộ xã nếu đây vẫn là máy của bạn.',
  },
  'campaign.purged': {
    title: 'Đợt vận động đã kết thúc và đã xóa số liệu',
    text: 'Không cần làm gì thêm. Cảm ơn bạn.',
  },
  // The phone's own store.
  'store.quota': {
    title: 'Máy hết chỗ lưu',
    text: 'Phiếu vẫn còn đây. Xóa bớt ảnh, video rồi bấm Lưu lại.',
  },
  'store.closed': {
    title: 'Máy vừa đóng kho lưu',
    text: 'Phiếu vẫn còn đây. Bấm Lưu lại; nếu vẫn không được, đóng và mở lại ứng dụng.',
  },
  'store.blocked': {
    title: 'Một trang Gõ Cửa khác đang mở',
    text: 'Đóng các trang khác rồi bấm Lưu lại.',
  },
  'store.newer': {
    title: 'Kho lưu trên máy mới hơn ứng dụng',
    text: 'Các lượt cũ vẫn được gửi. Cập nhật ứng dụng rồi ghi tiếp.',
  },
  'store.unavailable': {
    title: 'Trình duyệt không cho lưu trên máy',
    text: 'Mở bằng Chrome hoặc Safari ở chế độ thường, không ẩn danh.',
  },
  'store.lost': {
    title: 'Trình duyệt đã làm mất dữ liệu trên máy',
    text: 'Lượt chưa gửi đã lấy lại từ bản sao trên máy. Không phải ghi lại.',
  },
  'record.unknown': {
    title: 'Không tìm thấy lượt này trên máy',
    text: 'Quay lại Sổ của tôi và chọn lại.',
  },
  'record.revs': { title: 'Lượt này đã sửa quá nhiều lần', text: 'Rút lượt này và ghi lượt mới.' },
  // The form.
  'form.required': { title: 'Còn thiếu một mục', text: 'Chọn mục còn thiếu rồi lưu.' },
  'form.too_long': { title: 'Ghi chú dài quá 280 chữ', text: 'Rút gọn ghi chú rồi lưu.' },
  'page.insecure': {
    title: 'Trang này mở không an toàn',
    text: 'Địa chỉ phải bắt đầu bằng https:// thì máy mới lưu được. Chưa ghi gì ở đây; xin lại đường dẫn từ người đã mời bạn.',
  },
  // The way to the server.
  'transport.offline': {
    title: 'Không có mạng',
    text: 'Lượt vẫn còn trên máy và sẽ tự gửi khi có mạng.',
  },
  'transport.timeout': {
    title: 'Máy chủ chưa trả lời',
    text: 'Số liệu còn nguyên. Sẽ tự thử lại, hoặc bấm Gửi ngay.',
  },
  'transport.foreign': {
    title: 'Mạng này đang chặn',
    text: 'Mở trang đăng nhập Wi-Fi của mạng, hoặc dùng 4G rồi thử lại.',
  },
  'transport.garbled': {
    title: 'Chưa đọc được câu trả lời của máy chủ',
    text: 'Số liệu còn nguyên. Thử lại sau vài phút.',
  },
  'transport.unsettled': {
    title: 'Máy chủ chưa nhận hết',
    text: 'Lượt vẫn còn trên máy. Sẽ tự thử lại, hoặc bấm Gửi ngay.',
  },
  // An older phone does not understand the answer of a newer server.
  'push.unanswered': {
    title: 'Máy chủ chưa nhận hết',
    text: 'Lượt vẫn còn trên máy. Sẽ tự thử lại, hoặc bấm Gửi ngay.',
  },
  'request.too_many': { title: 'Gửi quá nhanh', text: 'Chờ một phút rồi thử lại.' },
  'request.invalid': { title: 'Có chỗ điền chưa đúng', text: 'Xem lại các mục rồi gửi lại.' },
  'server.busy': {
    title: 'Máy chủ đang bận',
    text: 'Số liệu còn nguyên. Chờ một phút rồi thử lại.',
  },
  'server.error': {
    title: 'Máy chủ gặp trục trặc',
    text: 'Số liệu còn nguyên. Thử lại sau vài phút.',
  },
  not_found: {
    title: 'Không tìm thấy',
    text: 'Có thể mục này ngoài địa bàn của bạn. Quay lại và chọn mục khác.',
  },
  'organisation.unknown': { title: 'Không có tổ chức này trong đợt', text: 'Chọn lại tổ chức.' },
  'organisation.class': {
    title: 'Đây là một nhóm, chưa phải đơn vị cụ thể',
    text: 'Chọn một đơn vị trong nhóm.',
  },
  // Invites and sign-in.
  'invite.unknown': {
    title: 'Mã mời không đúng',
    text: 'Xem lại từng chữ, hoặc xin đường dẫn mới từ người đã mời bạn.',
  },
  'invite.used': {
    title: 'Mã mời này đã được dùng trên máy khác',
    text: 'Xin đường dẫn mới từ người đã mời bạn.',
  },
  'invite.expired': { title: 'Mã mời đã hết hạn', text: 'Xin đường dẫn mới từ người đã mời bạn.' },
  'session.credentials': {
    title: 'Tên đăng nhập hoặc mật khẩu chưa đúng',
    text: 'Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại.',
  },
  'session.code_needed': {
    title: 'Cần thêm mã xác thực',
    text: 'Mở ứng dụng xác thực trên điện thoại của bạn và nhập mã đang hiện.',
  },
  'session.code_wrong': {
    title: 'Mã chưa đúng hoặc đã dùng rồi',
    text: 'Mỗi mã dùng một lần. Đợi ứng dụng hiện mã kế tiếp; nếu vẫn sai, xem giờ của điện thoại.',
  },
  'invite.factor': {
    title: 'Hãy đăng nhập bằng mật khẩu và mã xác thực',
    text: 'Tài khoản này có mã xác thực nên không vào bằng mã mời. Mất mã thì nhờ quản trị gỡ.',
  },
  'factor.required': {
    title: 'Cần cài mã xác thực trước',
    text: 'Vai trò của bạn phải có mã xác thực. Cài ở trang Tài khoản.',
  },
  'session.locked': {
    title: 'Đã thử sai nhiều lần',
    text: 'Chờ ít phút rồi thử lại, hoặc nhờ người quản trị.',
  },
  'campaign.choose': { title: 'Bạn tham gia nhiều đợt', text: 'Chọn một đợt để vào.' },
  // Reports.
  'obligation.unknown': {
    title: 'Không có việc phải báo này trong đợt',
    text: 'Quay lại danh sách báo cáo rồi chọn lại.',
  },
  'obligation.not_owed': {
    title: 'Đơn vị này không phải báo việc đó',
    text: 'Quay lại danh sách báo cáo rồi chọn lại.',
  },
  'period.unknown': {
    title: 'Không có kỳ báo cáo này, hoặc kỳ chưa bắt đầu',
    text: 'Quay lại danh sách báo cáo rồi chọn kỳ khác.',
  },
  'report.newer': {
    title: 'Kỳ này đã có bản khác gửi trước',
    text: 'Chữ bạn viết còn nguyên. Đọc bản đã gửi, rồi gửi bản của bạn thành bản đính chính.',
  },
  'report.not_latest': {
    title: 'Đơn vị đã gửi bản mới hơn',
    text: 'Mở bản mới nhất rồi trả lời.',
  },
  'report.not_excusable': {
    title: 'Bản này không nhận là đúng hạn được',
    text: 'Chỉ nhận được bản viết xong trước hạn mà đến sau hạn. Chọn “Nhận” hoặc “Trả lại để sửa”.',
  },
};
