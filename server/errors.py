"""The catalogue of problems: one code, one HTTP status, one clear sentence in Vietnamese and in English.

A Problem is raised for what goes wrong at the edge; codes of single ops (`op.*`, `area.*` …) are values in results
and share the catalogue for their sentences. The API document lists all of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    status: int
    vi: str
    en: str


CATALOGUE: dict[str, Kind] = {
    # --- the request as a whole ---
    "request.malformed": Kind(400, "Máy chủ không đọc được yêu cầu này.", "The request cannot be read."),
    "request.method": Kind(405, "Địa chỉ này không nhận cách gọi đó.", "This address does not take that method."),
    "request.type": Kind(415, "Nội dung gửi lên phải là JSON.", "The body must be JSON."),
    "request.encoding": Kind(415, "Chỉ nhận nội dung nén bằng gzip.", "Only gzip content encoding is accepted."),
    "request.origin": Kind(403, "Yêu cầu không đến từ trang của Gõ Cửa.", "The request does not come from this site."),
    "request.invalid": Kind(422, "Có chỗ điền chưa đúng, xem lại các mục được chỉ ra.", "Some fields are not valid."),
    "request.too_many": Kind(429, "Gửi quá nhanh, đợi một chút rồi thử lại.", "Too many requests; try again shortly."),
    "batch.too_large": Kind(413, "Gói gửi lên quá lớn, hãy chia nhỏ.", "The batch is too large; split it."),
    "not_found": Kind(404, "Không tìm thấy.", "Not found."),
    "server.busy": Kind(
        503, "Máy chủ đang bận, thử lại sau ít phút.", "The server is busy; try again in a few minutes."
    ),
    "server.error": Kind(
        500,
        "Máy chủ gặp lỗi, việc của bạn vẫn còn trên máy.",
        "The server failed; your work is still on your device.",
    ),
    # --- who is calling ---
    "session.missing": Kind(401, "Cần đăng nhập.", "Sign in first."),
    "session.expired": Kind(
        401,
        "Phiên đăng nhập đã hết hạn, cần đăng nhập lại. Các lượt đã ghi vẫn còn trên máy.",
        "The session has expired; sign in again. What you logged is still on the device.",
    ),
    "session.credentials": Kind(401, "Tên đăng nhập hoặc mật khẩu không đúng.", "Wrong user name or password."),
    "session.locked": Kind(
        429,
        "Sai mật khẩu nhiều lần, đợi ít phút rồi thử lại.",
        "Too many wrong passwords; wait a few minutes.",
    ),
    "session.code_needed": Kind(
        409,
        "Cần mã trong ứng dụng xác thực của bạn, hoặc một mã dự phòng.",
        "The code of your authenticator app is needed, or a recovery code.",
    ),
    "session.code_wrong": Kind(
        401,
        "Mã không đúng hoặc đã dùng rồi, đợi mã kế tiếp.",
        "The code is wrong or was used already; wait for the next.",
    ),
    "factor.required": Kind(
        403,
        "Vai trò của bạn cần mã xác thực khi đăng nhập, hãy cài đặt ở trang Tài khoản.",
        "Your role needs a second factor; set it up on your account page.",
    ),
    "factor.missing": Kind(409, "Tài khoản này chưa có mã xác thực.", "This account has no second factor."),
    "factor.unasked": Kind(409, "Phần cài đặt đã quá hạn, hãy làm lại từ đầu.", "The set-up has run out; begin again."),
    "person.changed": Kind(401, "Máy này đang dùng tài khoản khác.", "This device now belongs to another person."),
    "device.revoked": Kind(
        401,
        "Máy này đã bị khóa. Lượt chưa gửi vẫn còn trên máy.",
        "This device has been revoked. Unsent records are still on it.",
    ),
    "token.unknown": Kind(401, "Mã truy cập này không đúng.", "This token is not known here."),
    "token.expired": Kind(401, "Mã truy cập này đã hết hạn, xin mã mới.", "This token has expired; ask for a new one."),
    "token.revoked": Kind(401, "Mã truy cập này đã bị thu hồi.", "This token has been revoked."),
    "token.forbidden": Kind(
        403,
        "Mã truy cập này chỉ đọc những gì đã được cho phép, và chỉ bằng GET.",
        "This token only reads what it was given, and only by GET.",
    ),
    "role.forbidden": Kind(403, "Vai trò của bạn không làm việc này.", "Your role does not do this."),
    "campaign.choose": Kind(
        409, "Bạn tham gia nhiều đợt, hãy chọn một.", "You belong to several campaigns; choose one."
    ),
    "campaign.purged": Kind(
        409,
        "Đợt này đã kết thúc và dữ liệu đã được xóa.",
        "This campaign is over and its data has been purged.",
    ),
    "campaign.unknown": Kind(404, "Không có đợt này.", "There is no such campaign."),
    "invite.unknown": Kind(
        404, "Mã mời không đúng, xem lại từng ký tự.", "This invite code is not known; check every character."
    ),
    "invite.used": Kind(409, "Mã mời này đã được dùng trên máy khác.", "This invite has been used on another device."),
    "invite.expired": Kind(409, "Mã mời đã hết hạn, xin mã mới.", "This invite has expired; ask for a new one."),
    "invite.factor": Kind(
        409,
        "Người này đăng nhập bằng mật khẩu và mã xác thực; mất mã thì nhờ quản trị gỡ mã trước.",
        "This person signs in with a password and a second factor; if that is lost, an admin resets it first.",
    ),
    "password.wrong": Kind(422, "Mật khẩu không đúng.", "The password is wrong."),
    "password.weak": Kind(
        422,
        "Mật khẩu cần ít nhất 10 ký tự và không dễ đoán như matkhau123.",
        "The password needs at least 10 characters and must not be easy to guess.",
    ),
    "password.leaked": Kind(
        422,
        "Mật khẩu này nằm trong danh sách mật khẩu đã bị lộ, hãy chọn mật khẩu khác.",
        "This password is on a list of leaked ones; choose another.",
    ),
    "id.taken": Kind(409, "Mã này đã dùng cho mục khác.", "This id belongs to something else."),
    "username.missing": Kind(
        409,
        "Tài khoản chưa có tên đăng nhập, nhờ người phụ trách đặt giúp.",
        "This account has no user name yet; ask a coordinator to set one.",
    ),
    "person.elsewhere": Kind(
        409,
        "Người này còn làm ở đợt khác, chưa tạm dừng được; hãy khóa máy của đợt này.",
        "This person works in another campaign, too; lock the device of this one instead.",
    ),
    "person.left": Kind(409, "Người này không còn trong đợt.", "This person is no longer in the campaign."),
    "area.taken": Kind(409, "Mã địa bàn này đang dùng.", "This area code is in use."),
    "area.not_empty": Kind(
        409, "Địa bàn này còn ấp bên trong, hãy đóng các ấp trước.", "The area still has areas below; close them first."
    ),
    "username.taken": Kind(409, "Tên đăng nhập đã có người dùng.", "This user name is taken."),
    "username.invalid": Kind(
        422,
        "Tên đăng nhập chỉ gồm a-z, 0-9, dấu chấm, gạch.",
        "A user name is made of a-z, 0-9, dot, dash, underscore.",
    ),
    "organisation.unknown": Kind(422, "Không có tổ chức này trong đợt.", "No such organisation in this campaign."),
    "organisation.class": Kind(
        422,
        "Đây là một loại đơn vị, không nhận thành viên; hãy chọn đơn vị cụ thể.",
        "This is a class of organisations and takes no members.",
    ),
    # --- one op ---
    "op.malformed": Kind(
        422,
        "Bản ghi không đúng dạng, người phụ trách sẽ xem.",
        "The record is malformed; a person will look at it.",
    ),
    "op.conflict": Kind(422, "Mã bản ghi này đã dùng cho nội dung khác.", "This op id was used for other content."),
    "op.refused": Kind(
        422, "Người phụ trách đã xem và không nhận bản ghi này.", "A coordinator looked at this record and refused it."
    ),
    "op.too_large": Kind(
        422, "Bản ghi quá lớn, rút ngắn ghi chú rồi gửi lại.", "The record is too large; shorten the note."
    ),
    "area.unknown": Kind(422, "Không có ấp, xã này trong đợt.", "No such area in this campaign."),
    "area.out_of_scope": Kind(
        422,
        "Ấp này ngoài địa bàn của bạn, người phụ trách sẽ xem.",
        "This area is outside your assignment; a coordinator will look at it.",
    ),
    "outcome.unknown": Kind(422, "Không có kết quả này trong đợt.", "No such outcome in this campaign."),
    "phone.invalid": Kind(422, "Số điện thoại không đúng.", "The phone number is not valid."),
    "phone.unsealed": Kind(422, "Không mở được số đã mã hóa.", "The sealed number cannot be opened."),
    "phone.no_consent": Kind(
        422, "Có số điện thoại nhưng chưa ghi nhận sự đồng ý.", "There is a number without consent."
    ),
    "person.unknown": Kind(422, "Không có người này trong đợt.", "No such person in this campaign."),
    "quarantine.full": Kind(
        422,
        "Máy này có quá nhiều bản ghi cần xem, hãy báo người phụ trách.",
        "Too many records of this device wait for a person.",
    ),
    # --- erasing ---
    "erasure.own": Kind(
        409,
        "Người yêu cầu xóa không tự duyệt, cần người thứ hai.",
        "Whoever asked for an erasure does not grant it; a second person has to.",
    ),
    # --- statements, obligations, reports, notices ---
    "statement.installed": Kind(
        422,
        "Số đã cài không thể lớn hơn tổng số người.",
        "More people cannot have installed than there are.",
    ),
    "statement.smartphones": Kind(
        422,
        "Số người có điện thoại thông minh phải từ số đã cài đến tổng số người.",
        "Those with a smartphone are at least the installed and at most all.",
    ),
    "statement.in_use": Kind(
        422,
        "Số đang sử dụng không thể lớn hơn số đã cài.",
        "More people cannot be using it than have installed it.",
    ),
    "statement.group": Kind(
        422, "Đơn vị này không thống kê nhóm người đó.", "This unit does not count that group of people."
    ),
    "statement.future": Kind(422, "Ngày này chưa đến.", "This day has not come yet."),
    "activity.kind": Kind(422, "Không có hình thức này trong đợt.", "No such kind of activity in this campaign."),
    "obligation.unknown": Kind(422, "Không có việc phải báo này trong đợt.", "There is no such obligation."),
    "obligation.not_owed": Kind(422, "Đơn vị này không phải báo việc đó.", "This unit does not owe that."),
    "period.unknown": Kind(422, "Không có kỳ báo cáo này.", "There is no such period."),
    "due.unmovable": Kind(
        422,
        "Hạn mới phải sau hạn đã định hoặc còn ở phía trước, và không quá 14 ngày.",
        "The new due instant must be after the set one or still ahead, and within 14 days.",
    ),
    "report.newer": Kind(
        409,
        "Kỳ này đã có bản gửi trước; mở bản đó rồi gửi bản đính chính.",
        "A version for this period is here already; open it and send a correction.",
    ),
    "report.not_latest": Kind(
        409, "Đơn vị đã gửi bản mới hơn, hãy xem bản đó.", "The unit has sent a newer version; look at that one."
    ),
    "report.not_excusable": Kind(
        409,
        "Chỉ nhận là đúng hạn được bản làm xong trước hạn mà đến sau hạn.",
        "Only what was finished in time and arrived late can be accepted as in time.",
    ),
    "table.invalid": Kind(
        422,
        "Bảng có chỗ chưa đúng, chưa nhập dòng nào; xem từng dòng được chỉ ra.",
        "The table has mistakes and nothing was imported; see the rows that are named.",
    ),
    "push.endpoint": Kind(
        422,
        "Dịch vụ thông báo của trình duyệt này chưa được hỗ trợ; thông báo vẫn có trong ứng dụng.",
        "This browser's push service is not supported; notices are in the app all the same.",
    ),
    "push.keys": Kind(422, "Khóa thông báo của trình duyệt không đúng.", "The browser's push keys are not valid."),
    # --- files to take ---
    "export.busy": Kind(
        503,
        "Đang có người khác tải bảng dài, đợi một lát rồi tải lại.",
        "Others are downloading long tables; try again in a moment.",
    ),
    "export.too_long": Kind(
        422,
        "Hơn 1.000.000 lượt, một bảng Excel không chứa hết; hãy lọc bớt hoặc tải CSV.",
        "More than 1,000,000 records do not fit into one workbook; narrow the filter or take the CSV.",
    ),
    # --- hand-over, cursors, queries ---
    "handover.mac": Kind(
        422,
        "Tệp bàn giao đã bị sửa hoặc không đúng máy.",
        "The hand-over file was changed or is of another device.",
    ),
    "receipt.unknown": Kind(
        404,
        "Mã phiếu ghi nhận không đúng, xem lại từng ký tự.",
        "This receipt's code is not one of ours; check every character.",
    ),
    "cursor.invalid": Kind(400, "Vị trí đồng bộ không đúng.", "The cursor is not valid."),
}


class Problem(Exception):
    """Something wrong at the edge; becomes the error envelope.

    Attributes:
        code: dotted code of the catalogue.
        details: by field path, lists of sentences or codes (422), or data that the code documents.
        retry_after: seconds, for 429 and 503.
    """

    def __init__(self, code: str, details: object = None, retry_after: int | None = None):
        if code not in CATALOGUE:
            raise ValueError(f"{code} is not in the catalogue")
        super().__init__(code)
        self.code = code
        self.details = details
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        return CATALOGUE[self.code].status


def sentence(code: str, language: str = "vi") -> str:
    """The sentence of a code, Vietnamese unless the language is `en`."""
    kind = CATALOGUE[code]
    return kind.en if language == "en" else kind.vi
