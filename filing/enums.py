"""The closed lists of filing. Values are stored, labels are what people read."""

from django.db.models import TextChoices


class Purpose(TextChoices):
    FIRST = "first", "首次备案"
    SCOPE = "scope", "变更职业（工种）、等级"
    RENEWAL = "renewal", "延续备案"


class PersonRole(TextChoices):
    """The people whom an applicant names; FACTS 2.3, invigilators SD-01."""

    STAFF = "staff", "专职工作人员"
    EXPERT = "expert", "专家"
    ASSESSOR = "assessor", "考评员"
    INVIGILATOR = "invigilator", "监考人员"
    SUPERVISOR = "supervisor", "内部质量督导员"


class FacilityKind(TextChoices):
    THEORY = "theory", "理论考场"
    PRACTICE = "practice", "技能考核场地"
    EQUIPMENT = "equipment", "设施设备、仪器仪表"
    SURVEILLANCE = "surveillance", "视频监控和考务设备"


class Verdict(TextChoices):
    MEETS = "meets", "符合"
    FAILS = "fails", "不符合"


class ConflictCause(TextChoices):
    """Why an expert steps back (回避)."""

    EMPLOYER = "employer", "所在单位"
    FORMER_EMPLOYER = "former_employer", "近三年任职单位"
    RELATION = "relation", "本人申报的利害关系"
    SERVICE = "service", "曾为该单位提供服务"


class AgencyStatus(TextChoices):
    IN_FORCE = "in_force", "正常"
    SUSPENDED = "suspended", "暂停评价"
    EXPIRED = "expired", "已到期"
    STRUCK_OFF = "struck_off", "已移出目录"


class PeriodicResult(TextChoices):
    """How an agency fared in the periodic evaluation on which its renewal rests (LN-07)."""

    GOOD = "good", "合格"
    FAIR = "fair", "基本合格，限期改进"
    POOR = "poor", "不合格"


class AgencyOrigin(TextChoices):
    RECEIPT = "receipt", "本平台备案"
    IMPORT = "import", "其他渠道备案，导入目录"


class RecognitionState(TextChoices):
    SUBMITTED = "submitted", "待认可"
    RETURNED = "returned", "退回补正"
    RECOGNISED = "recognised", "已认可"
    REFUSED = "refused", "不予认可"
    ENDED = "ended", "认可已终止"
    WITHDRAWN = "withdrawn", "已撤回"


class WordingUse(TextChoices):
    """What an office keeps texts for (常用语)."""

    ACCEPT = "accept", "受理附言"
    SUPPLEMENT = "supplement", "补正事项"
    REASON = "reason", "不予受理的理由"
    REMEDY = "remedy", "不予受理的补救办法"
