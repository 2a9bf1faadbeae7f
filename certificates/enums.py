"""The closed lists of certificates. Values are stored, labels are read."""

from django.db.models import IntegerChoices, TextChoices


class CertificateLevel(IntegerChoices):
    """What a certificate may say: the national five, whose value is the digit in the number, and
    the two above (人社部发〔2022〕14号), which no number of ours carries (FACTS 1.2)."""

    FIVE = 5, "五级/初级工"
    FOUR = 4, "四级/中级工"
    THREE = 3, "三级/高级工"
    TWO = 2, "二级/技师"
    ONE = 1, "一级/高级技师"
    SPECIAL = 11, "特级技师"
    CHIEF = 12, "首席技师"


class Origin(TextChoices):
    """Where a certificate's number comes from."""

    GENERATED = "generated", "本系统编号"
    IMPORTED = "imported", "上级系统下发"
    OFFICER = "officer", "授权人员录入"
    LEGACY = "legacy", "历史证书导入"


class CertificateStatus(TextChoices):
    """How a certificate stands."""

    VALID = "valid", "有效"
    REVOKED = "revoked", "已撤销"
    REPLACED = "replaced", "已换发"


class NumberState(TextChoices):
    """A number that was reserved ends issued or in the register of gaps."""

    RESERVED = "reserved", "已预留"
    ISSUED = "issued", "已使用"
    GAP = "gap", "空号"


class GapReason(TextChoices):
    """Why a number was reserved and is not used."""

    YEAR = "year", "跨年，按核发年份重新编号"
    RESULT = "result", "结果更正，不再合格"
    CANCELLED = "cancelled", "评价计划取消"
    UNPRINTABLE = "unprintable", "不能制证"
    OTHER = "other", "其他"


class UploadState(TextChoices):
    """How far the data of a certificate has come (FACTS 10.3)."""

    NONE = "none", "未上传"
    UPLOADED = "uploaded", "已上传"
    NATIONAL = "national", "全国可查"


class BulkState(TextChoices):
    """How far a bulk check is."""

    CHECKING = "checking", "正在核验"
    DONE = "done", "已完成"
    EXPIRED = "expired", "结果已清除"


class BulkFileKind(TextChoices):
    """What a bulk check gives out."""

    TABLE = "xlsx", "核验结果表"
    PROOF = "pdf", "核验证明"


class Verdict(TextChoices):
    """What a file that somebody sent turns out to be."""

    ORIGINAL = "original", "与签发文件一致"
    OLDER = "older", "旧版证书"
    FORGED = "forged", "伪造或被改动"
    FILELESS = "fileless", "没有可以比对的原件"
    UNKNOWN = "unknown", "不是本系统登记的证书"


class SpecialState(TextChoices):
    """Of a 特级技师 or 首席技师 certificate that an officer enters."""

    ENTERED = "entered", "待复核"
    REGISTERED = "registered", "已登记"
    REFUSED = "refused", "未予登记"
    WITHDRAWN = "withdrawn", "已撤回"


class ChangePurpose(TextChoices):
    """What becomes of a certificate that was issued (FACTS 1.4)."""

    CORRECTION = "correction", "更正"
    REISSUE = "reissue", "补发"
    REPLACEMENT = "replacement", "换发"
    REVOCATION = "revocation", "撤销"


class ChangeCause(TextChoices):
    """Why; each belongs to one purpose (`CAUSES`)."""

    NAME = "name", "姓名变更或有误"
    IDENTITY = "identity", "证件类型或号码变更、有误"
    CONTENT = "content", "单位、工种等其他内容有误"
    PHOTO = "photo", "照片有误"
    LOST = "lost", "遗失"
    DAMAGED = "damaged", "损毁"
    MISPRINT = "misprint", "印制有误"
    OLD = "old", "旧证书换为新证书"
    NUMBER = "number", "编号有误，已另发证书"
    FRAUD = "fraud", "以虚假材料、舞弊等手段取得"
    IRREGULAR = "irregular", "违规评价或违规发放"
    DUPLICATE = "duplicate", "重复发放"
    HOLDER = "holder", "本人申请注销"
    OTHER = "other", "其他"


CAUSES = {
    ChangePurpose.CORRECTION: (
        ChangeCause.NAME,
        ChangeCause.IDENTITY,
        ChangeCause.CONTENT,
        ChangeCause.PHOTO,
    ),
    ChangePurpose.REISSUE: (ChangeCause.LOST, ChangeCause.DAMAGED, ChangeCause.MISPRINT),
    ChangePurpose.REPLACEMENT: (ChangeCause.OLD, ChangeCause.NUMBER),
    ChangePurpose.REVOCATION: (
        ChangeCause.FRAUD,
        ChangeCause.IRREGULAR,
        ChangeCause.DUPLICATE,
        ChangeCause.HOLDER,
        ChangeCause.OTHER,
    ),
}


class ChangeState(TextChoices):
    """The steps of a change; `making`: agreed to, the document is being drawn."""

    PROPOSED = "proposed", "待另一人同意"
    MAKING = "making", "正在制证"
    DECIDED = "decided", "已办结"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


HOLDER_CAUSES = (ChangeCause.NAME, ChangeCause.IDENTITY, ChangeCause.PHOTO)


class HolderState(TextChoices):
    """The steps by which somebody's name, identity document or photograph is set right between the
    confirmation of results and issue."""

    PROPOSED = "proposed", "待确认结果的单位决定"
    AGREED = "agreed", "已更正"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class TakenBy(TextChoices):
    """How a certificate came to its holder."""

    HOLDER = "holder", "本人领取"
    PROXY = "proxy", "他人代领"
    POST = "post", "邮寄"


class SpoiledCause(TextChoices):
    """Why a blank or a certificate is destroyed (作废销毁登记)."""

    MISPRINT = "misprint", "打印错误"
    DAMAGED = "damaged", "破损污染"
    OBSOLETE = "obsolete", "版式停用"
    RETURNED = "returned", "更正、换发、撤销后收回"
    OTHER = "other", "其他"


class UploadKind(TextChoices):
    """Why a certificate stands in an upload file."""

    ISSUED = "issued", "新发或更正"
    ENDED = "ended", "撤销或换发"


class ReportLevel(TextChoices):
    """Whose month a report sums up (LN-11)."""

    AGENCY = "agency", "评价机构"
    CITY = "city", "市级汇总"
    PROVINCE = "province", "省级汇总"


class ExportKind(TextChoices):
    """What left the portal as a file with many people in it, or figures about them."""

    RECEIPTS = "receipts", "证书领取签字表"
    UPLOAD = "upload", "证书数据上传表"
    TALENT = "talent", "技能人才数据库统计"


class Scope(TextChoices):
    """What a token of the interface for provincial systems opens."""

    CERTIFICATES = "read:certificates", "读取证书数据"
    STATISTICS = "read:statistics", "读取统计数据"
