"""The words that a regulation file may use, with what the screens call them."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Regime(TextChoices):
    OWN = "own", "企业自主评价"
    COMMISSIONED = "commissioned", "企业委托评价"
    SOCIAL = "social", "社会培训评价组织"


class Tier(TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class Organ(TextChoices):
    HRSS = "hrss", "人力资源社会保障部门"
    CENTRE = "centre", "技能人才评价管理机构"
    EMPLOYMENT = "employment", "公共就业服务机构主管部门"


@dataclass(frozen=True)
class Authority:
    """An office by its tier and kind; which one it is follows from the territory of a case."""

    tier: Tier
    organ: Organ

    @classmethod
    def parse(cls, text: str) -> "Authority":
        """`city/hrss` → the city's HRSS bureau. Raises ValueError (Chinese) for anything else."""
        tier, _, organ = text.partition("/")
        if tier not in Tier.values or organ not in Organ.values:
            raise ValueError(f"“{text}”不是机关，应形如 city/hrss")
        return cls(Tier(tier), Organ(organ))

    def __str__(self) -> str:
        return f"{self.tier.label}{self.organ.label}"


class Affiliation(TextChoices):
    CENTRAL = "central", "中央在地单位"
    PROVINCE = "province", "省属单位"
    CITY = "city", "市属单位"
    COUNTY = "county", "县（市、区）属单位"


class ApplicantKind(TextChoices):
    ENTERPRISE = "enterprise", "企业"
    ASSOCIATION = "association", "行业协会"
    UNIVERSITY = "university", "高等院校"
    TECHNICAL_SCHOOL = "technical_school", "技工院校"
    PRIVATE_SCHOOL = "private_school", "民办职业培训机构"


class Shown(TextChoices):
    """What in the rows of an application shows that a condition is met."""

    STAFF = "staff", "工作人员"
    FULL_TIME = "full_time", "专职工作人员"
    EXPERT = "expert", "专家"
    ASSESSOR = "assessor", "考评员"
    INVIGILATOR = "invigilator", "监考人员"
    SUPERVISOR = "supervisor", "内部质量督导员"
    THEORY = "theory", "理论考场"
    PRACTICE = "practice", "技能考核场地"
    EQUIPMENT = "equipment", "设施设备、仪器仪表"
    SURVEILLANCE = "surveillance", "视频监控和考务设备"
    HEADCOUNT = "headcount", "技能人员数"
    EXPERIENCE = "experience", "评价经历"


class ScopeRule(TextChoices):
    """What an applicant's occupations are held to."""

    DECLARED = "declared", "由申请单位申报"
    OWN_BUSINESS = "own_business", "结合生产经营主业自主确定"
    OWN_FILING = "own_filing", "在本企业技能人才自主评价备案范围之内"
    MAIN_BUSINESS = "main_business", "在行业协会的主体业务范围之内"
    MAIN_PROGRAMMES = "main_programmes", "在本校主体专业（工种）范围之内，等级不超过学校培养层次"
    MAIN_COURSES = "main_courses", "在本机构主要培训职业（工种）范围之内"


class Actor(TextChoices):
    """Who takes a step. An actor is found from the case, never written into it."""

    APPLICANT = "applicant", "申请单位"
    RECEIVER = "receiver", "受理机关"
    EXPERTS = "experts", "专家组"
    PROVINCE_CENTRE = "province_centre", "省评价管理机构"
    PROVINCE = "province", "省级人力资源社会保障部门"
    AGENCY = "agency", "评价机构"
    CLIENT = "client", "委托企业"
    EMPLOYMENT = "employment", "市公共就业服务机构主管部门"
    PLACE_CENTRE = "place_centre", "评价所在地市级评价管理机构"
    FILING_CENTRE = "filing_centre", "批准备案的评价管理机构"
    CITY_CENTRE = "city_centre", "市级评价管理机构"
    CITY = "city", "市级人力资源社会保障部门"
    ISSUER = "issuer", "回执出具机关"
    PUBLISHER = "publisher", "目录公布机关"
    REVIEWER = "reviewer", "本轮审核机关"
    SYSTEM = "system", "系统自动"


# The actors that are an office of a territory, whatever the case.
OFFICE_OF = {
    Actor.PROVINCE_CENTRE: Authority(Tier.PROVINCE, Organ.CENTRE),
    Actor.PROVINCE: Authority(Tier.PROVINCE, Organ.HRSS),
    Actor.CITY: Authority(Tier.CITY, Organ.HRSS),
    Actor.CITY_CENTRE: Authority(Tier.CITY, Organ.CENTRE),
    Actor.EMPLOYMENT: Authority(Tier.CITY, Organ.EMPLOYMENT),
}


class FilingStep(TextChoices):
    DRAFT = "draft", "填报"
    SUBMITTED = "submitted", "已提交"
    SUPPLEMENT = "supplement", "待补正"
    ACCEPTED = "accepted", "已受理"
    REFUSED = "refused", "不予受理"
    EVALUATION = "evaluation", "技术评估"
    PASSED = "passed", "评估通过"
    FAILED = "failed", "评估未通过"
    SELECTED = "selected", "遴选确定"
    UNSELECTED = "unselected", "未入选"
    PUBLICITY = "publicity", "结果公示"
    PUBLICISED = "publicised", "公示无异议"
    COMMITTED = "committed", "已签承诺书"
    REPORTED = "reported", "已报省"
    RETURNED = "returned", "省级退回"
    RECHECKED = "rechecked", "省级复核通过"
    RECEIPTED = "receipted", "已出具回执"
    REGISTERED = "registered", "已公布目录"
    WITHDRAWN = "withdrawn", "已撤回"


class FilingAct(TextChoices):
    SUBMIT = "submit", "提交申请"
    REQUEST_SUPPLEMENT = "request_supplement", "一次性告知补正"
    RESUBMIT = "resubmit", "提交补正材料"
    ACCEPT = "accept", "受理"
    REFUSE = "refuse", "不予受理"
    EVALUATE = "evaluate", "组织技术评估"
    PASS = "pass", "评估通过"
    FAIL = "fail", "评估不通过"
    SELECT = "select", "择优遴选"
    DECLINE = "decline", "不予遴选"
    PUBLICISE = "publicise", "公示"
    CLEAR = "clear", "公示期满无异议"
    REOPEN = "reopen", "异议成立，重新评估"
    COMMIT = "commit", "签署承诺书"
    REPORT = "report", "上报"
    RETURN = "return", "退回"
    RECHECK = "recheck", "复核通过"
    ISSUE_RECEIPT = "issue_receipt", "出具备案回执"
    PUBLISH = "publish", "公布目录"
    WITHDRAW = "withdraw", "撤回"


class PlanStep(TextChoices):
    DRAFT = "draft", "制定评价计划"
    PLAN_FILED = "plan_filed", "计划已报备"
    PLAN_RETURNED = "plan_returned", "计划被退回"
    PLAN_APPROVED = "plan_approved", "计划已备案"
    ANNOUNCED = "announced", "评价公告已发布"
    ENROLMENT = "enrolment", "组织报名"
    ROSTER = "roster", "名册与考务安排"
    ROSTER_FILED = "roster_filed", "名册考务已报备"
    ROSTER_RETURNED = "roster_returned", "名册考务被退回"
    READY = "ready", "试卷、考场、人员就绪"
    HELD = "held", "实施评价"
    SCORED = "scored", "阅卷评分"
    PUBLICITY = "publicity", "评价结果公示"
    PUBLICISED = "publicised", "公示无异议"
    REVIEW = "review", "结果审核"
    REVIEW_RETURNED = "review_returned", "结果被退回"
    CONFIRMED = "confirmed", "结果确认"
    CERTIFIED = "certified", "核发证书"
    ARCHIVED = "archived", "整理归档"
    CANCELLED = "cancelled", "已取消"


class PlanAct(TextChoices):
    FILE_PLAN = "file_plan", "报备计划"
    APPROVE_PLAN = "approve_plan", "备案"
    RETURN_PLAN = "return_plan", "退回计划"
    ANNOUNCE = "announce", "发布公告"
    OPEN = "open", "开放报名"
    CLOSE = "close", "截止报名并编制名册"
    FILE_ROSTER = "file_roster", "报备名册与考务安排"
    APPROVE_ROSTER = "approve_roster", "审核通过"
    RETURN_ROSTER = "return_roster", "退回名册"
    MAKE_READY = "make_ready", "确认考前准备"
    HOLD = "hold", "完成评价"
    SCORE = "score", "完成评分"
    PUBLICISE = "publicise", "公示结果"
    CLEAR = "clear", "公示期满无异议"
    CORRECT = "correct", "更正后重新公示"
    SUBMIT_RESULTS = "submit_results", "报送结果"
    REVIEW = "review", "审核通过"
    RETURN_RESULTS = "return_results", "退回结果"
    CONFIRM = "confirm", "确认结果"
    CERTIFY = "certify", "核发证书"
    ARCHIVE = "archive", "归档"
    CANCEL = "cancel", "取消"


class CommissionStep(TextChoices):
    DRAFT = "draft", "提出需求"
    REQUESTED = "requested", "待机构答复"
    DECLINED = "declined", "机构未接受"
    AGREED = "agreed", "已达成协议"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "被退回"
    GRANTED = "granted", "委托已备案"
    WITHDRAWN = "withdrawn", "已撤回"


class CommissionAct(TextChoices):
    REQUEST = "request", "向评价机构提交需求"
    AGREE = "agree", "接受委托"
    DECLINE = "decline", "不接受委托"
    SUBMIT = "submit", "报送"
    RETURN = "return", "退回"
    GRANT = "grant", "备案并出具委托函"
    WITHDRAW = "withdraw", "撤回"


class StandardStep(TextChoices):
    DRAFT = "draft", "编制"
    SUBMITTED = "submitted", "已报审"
    RETURNED = "returned", "被退回"
    APPROVED = "approved", "已审定备案"
    PROVINCE_SUBMITTED = "province_submitted", "已报省审定"
    PROVINCE_APPROVED = "province_approved", "省级已审定备案"
    PROPOSED = "proposed", "已申报国家职业标准"
    WITHDRAWN = "withdrawn", "已撤回"


class StandardAct(TextChoices):
    SUBMIT = "submit", "报审"
    RETURN = "return", "退回"
    APPROVE = "approve", "审定备案"
    SUBMIT_PROVINCE = "submit_province", "报省审定"
    APPROVE_PROVINCE = "approve_province", "省级审定备案"
    PROPOSE = "propose", "申报国家职业标准"
    WITHDRAW = "withdraw", "撤回"


class Audience(TextChoices):
    OWN_STAFF = "own_staff", "本单位在岗职工"
    DISPATCHED = "dispatched", "劳务派遣人员"
    OUTSOURCED = "outsourced", "业务（劳务）外包人员"
    STUDENTS = "students", "校企合作院校学生"
    COMMISSIONED = "commissioned", "其他企业委托评价的职工"
    PUBLIC = "public", "社会人员"


class Method(TextChoices):
    EXAM = "exam", "考核鉴定"
    EXAM_AND_REVIEW = "exam_and_review", "考评结合"
    TEST = "test", "考核测评"
    COMPREHENSIVE = "comprehensive", "综合评审"
    PROCESS = "process", "过程化考核"
    MODULAR = "modular", "模块化考核"
    PERFORMANCE = "performance", "业绩评审"
    DIRECT = "direct", "直接认定"
    COMPETITION = "competition", "竞赛选拔（晋升）"
    OTHER = "other", "其他"


class SubjectUse(TextChoices):
    REQUIRED = "required", "须考"
    OPTIONAL = "optional", "可选"
    NONE = "none", "不设"


class Content(TextChoices):
    CONDUCT = "conduct", "职业道德和工匠精神"
    ABILITY = "ability", "职业能力"
    PERFORMANCE = "performance", "工作业绩"
    CONTRIBUTION = "contribution", "创新成果和实际贡献"


class Promise(TextChoices):
    """What may stand in for a paper."""

    NONE = "none", "须提交材料"
    COMMITMENT = "commitment", "可告知承诺"
    ONLINE = "online", "可网络核验"
    EITHER = "either", "可告知承诺或网络核验"


class Unit(TextChoices):
    WORKING_DAYS = "working_days", "个工作日"
    DAYS = "days", "日"
    MONTHS = "months", "个月"
    YEARS = "years", "年"


class Bound(TextChoices):
    WITHIN = "within", "不超过"
    AT_LEAST = "at_least", "不少于"
    BEFORE = "before", "提前不少于"


class OnSupplement(TextChoices):
    """What the clock does while the applicant mends the papers."""

    RESTART = "restart", "补正后重新计算"
    PAUSE = "pause", "补正期间暂停计算"
    RUN = "run", "补正期间继续计算"
