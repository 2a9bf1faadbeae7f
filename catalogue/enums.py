"""The closed lists of the catalogue. Values are stored, labels are what people read."""

from django.db.models import IntegerChoices, TextChoices


class Tier(IntegerChoices):
    """The four tiers of the 职业分类大典; the value is the number of parts of the code."""

    MAJOR = 1, "大类"
    MIDDLE = 2, "中类"
    MINOR = 3, "小类"
    OCCUPATION = 4, "细类"


class DivisionTier(IntegerChoices):
    PROVINCE = 1, "省级"
    CITY = 2, "地级"
    COUNTY = 3, "县级"


class Level(IntegerChoices):
    """The national five. The value is the digit in a certificate number: 1 is the HIGHEST, so
    compare with `is_higher_than`, not with `<`. The label is the form that is printed."""

    FIVE = 5, "五级/初级工"
    FOUR = 4, "四级/中级工"
    THREE = 3, "三级/高级工"
    TWO = 2, "二级/技师"
    ONE = 1, "一级/高级技师"

    @property
    def printed(self) -> str:
        """As a certificate shows it (人社鉴发〔2021〕1号): `三级/高级工`."""
        return str(self.label)

    @property
    def short(self) -> str:
        """`三级`."""
        return self.printed.partition("/")[0]

    @property
    def title(self) -> str:
        """`高级工`."""
        return self.printed.partition("/")[2]

    def is_higher_than(self, other: "Level") -> bool:
        """一级 is higher than 二级."""
        return self.value < other.value

    def is_at_least(self, other: "Level") -> bool:
        """Not lower than `other`."""
        return self.value <= other.value

    @classmethod
    def named(cls, text: str) -> "Level":
        """The level called `三级/高级工`, `三级`, `高级工` or `3`. Raises ValueError (Chinese)."""
        for level in cls:
            if text in (level.printed, level.short, level.title, str(level.value)):
                return level
        raise ValueError(f"“{text}”不是职业技能等级，应为：{'、'.join(cls.labels)}。")


class Relation(TextChoices):
    """How an enterprise's own level stands to the national five."""

    BELOW = "below", "五级以下"
    WITHIN = "within", "国家等级之内"
    ABOVE = "above", "一级以上"


class Block(TextChoices):
    """How far a national qualification keeps an occupation out of enterprise assessment."""

    FULL = "full", "整个职业"
    PARTIAL = "partial", "职业的一部分"
    NONE = "none", "作业许可，不限职业"


class Certainty(TextChoices):
    """How surely a qualification is tied to its occupation code."""

    VERIFIED = "verified", "已核实"
    INFERRED = "code-inferred", "编码为推断对应"


class StandardKind(TextChoices):
    NATIONAL = "national", "国家职业标准"
    INDUSTRY = "industry", "行业评价规范"
    ENTERPRISE = "enterprise", "企业评价规范"


class SubjectKind(TextChoices):
    THEORY = "theory", "理论知识考试"
    PRACTICE = "practice", "技能考核"
    REVIEW = "review", "综合评审"

    @property
    def staff(self) -> str:
        """Who the staffing numbers of such a subject speak of."""
        return {"theory": "监考人员", "practice": "考评员", "review": "评审委员"}[self.value]


class Engagement(TextChoices):
    """What somebody without years of work must be to the occupation."""

    INTENDING = "intending", "拟从事"
    ENGAGED = "engaged", "正在从事"


class TitleGrade(TextChoices):
    """Grades of professional titles (职称)."""

    JUNIOR = "junior", "初级职称"
    MIDDLE = "middle", "中级职称"
    SENIOR = "senior", "高级职称"


class School(TextChoices):
    """Where somebody was educated, as finely as entry conditions tell apart."""

    VOCATIONAL = "vocational", "中等职业学校"
    TECHNICAL = "technical", "技工院校中级工班"
    SENIOR_CLASS = "senior_class", "技工院校高级工班"
    TECHNICIAN_CLASS = "technician_class", "技师学院预备技师班、技师班"
    HIGHER_VOCATIONAL = "higher_vocational", "高等职业学校"
    COLLEGE = "college", "普通高等学校专科"
    UNIVERSITY = "university", "普通高等学校本科及以上"


class Schooling(TextChoices):
    """How far the education must have come."""

    GRADUATED = "graduated", "已毕业"
    FINAL_YEAR = "final_year", "已毕业或在读应届"
    ENROLLED = "enrolled", "在读"


class Verdict(TextChoices):
    """May enterprises assess this occupation?"""

    ALLOWED = "allowed", "可以评价"
    WARNED = "warned", "可以评价，部分除外"
    REFUSED = "refused", "不可评价"
