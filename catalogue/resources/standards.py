"""Standards, their subjects, entry conditions and ladders as sheets."""

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from import_export.results import Result
from tablib import Dataset

from catalogue.enums import (
    Engagement,
    Level,
    Relation,
    School,
    Schooling,
    StandardKind,
    SubjectKind,
    TitleGrade,
)
from catalogue.models import (
    ConditionSet,
    EntryCondition,
    Ladder,
    LadderLevel,
    Standard,
    StandardLevel,
    Subject,
)
from catalogue.resources.base import Column, SheetResource
from catalogue.resources.cells import CellError, Day, OneOf, Reference, SomeOf, Whole, YesNo
from catalogue.resources.occupations import to_occupation
from catalogue.resources.outcome import Change
from catalogue.rules import ladder_problems


def _code(row: ConditionSet | Standard) -> tuple[str]:
    return (row.code,)


class StandardResource(SheetResource):
    code = Column("标准编号", "code", needed=True)
    occupation = Column("职业编码", "occupation", to_occupation(), needed=True)
    kind = Column("类别", "kind", OneOf(StandardKind), needed=True)
    owner_code = Column("企业统一社会信用代码", "owner_code")
    version = Column("版本", "version", needed=True)
    effective_from = Column("启用日期", "effective_from", Day())
    effective_until = Column("停用日期", "effective_until", Day())
    condition_set = Column(
        "申报条件组编号",
        "condition_set",
        Reference(ConditionSet.objects.all, _code, "申报条件组编号"),
        needed=True,
    )
    checked = Column("已核对", "checked", YesNo())
    source = Column("来源", "source", needed=True)

    class Meta:
        model = Standard
        import_id_fields = ["code"]


class LevelOfStandard(Reference):
    """The level `等级` of the standard `标准编号`. A standard has the levels that subjects are
    given for, so one that it lacks is added to it by whoever may."""

    may_add = True

    def __init__(self) -> None:
        super().__init__(
            lambda: StandardLevel.objects.select_related("standard"),
            lambda row: (row.standard.code, row.national.printed),
            "标准编号",
            columns=("等级",),
        )

    def missing(self, key: tuple[str, ...]) -> StandardLevel:
        """The level, not saved yet."""
        code, name = key
        if name not in Level.labels:
            raise CellError(
                f"等级“{name[:20]}”不在可选范围内", f"从中选一个：{'、'.join(Level.labels)}"
            )
        standard = Standard.objects.filter(code=code).first()
        if standard is None:
            raise CellError(f"找不到标准编号“{code[:40]}”", "先在职业标准里添加，或核对编号")
        if not self.may_add:
            raise CellError(
                f"标准“{code[:40]}”没有{name}，您没有给标准添加等级的权限",
                "核对等级，或请有权限的人先添加",
            )
        added = StandardLevel(standard=standard, level=Level.named(name))
        self.learn(added)
        return added


class SubjectResource(SheetResource):
    standard_level = Column("标准编号", "standard_level", LevelOfStandard(), needed=True)
    level = Column("等级", "standard_level__level", OneOf(Level), needed=True, readonly=True)
    kind = Column("科目", "kind", OneOf(SubjectKind), needed=True)
    full_mark = Column("满分", "full_mark", Whole(100))
    pass_mark = Column("合格分", "pass_mark", Whole(60))
    minutes = Column("最少时长（分钟）", "minutes", Whole())
    ratio = Column("每名考评人员最多考生数", "candidates_per_examiner", Whole())
    minimum = Column("最少考评人员数", "minimum_examiners", Whole(1))
    odd = Column("人数须为单数", "odd_examiners", YesNo())

    class Meta:
        model = Subject
        import_id_fields = ["standard_level", "kind"]

    joined = ("standard_level__standard",)

    def __init__(self, user: AbstractBaseUser | None = None, **kwargs):
        super().__init__(user, **kwargs)
        allowed = user is None or user.has_perm("catalogue.add_standardlevel")
        self.fields["standard_level"].widget.may_add = allowed

    @classmethod
    def written(cls) -> list[type[Model]]:
        return [Subject, StandardLevel]

    def _changes(self, instance: Subject, before: dict[str, str]) -> Iterator[Change]:
        if instance.standard_level.pk is None:
            yield Change("另外给标准添加等级", "", str(instance.standard_level))
        yield from super()._changes(instance, before)

    def write_first(self, instance: Subject, *, dry_run: bool, **kwargs) -> None:
        level = instance.standard_level
        if level.pk is None and dry_run:
            level.pk = self._passing_number()
        elif level.pk is None:
            self._with_reason(level, **kwargs).save()
        instance.standard_level = level


class EntryConditionResource(SheetResource):
    condition_set = Column(
        "申报条件组编号",
        "condition_set",
        Reference(ConditionSet.objects.all, _code, "申报条件组编号"),
        needed=True,
    )
    level = Column("申报等级", "level", OneOf(Level), needed=True)
    ordinal = Column("序号", "ordinal", Whole(), needed=True)
    text = Column("条文", "text", needed=True)
    minimum_age = Column("最低年龄（周岁）", "minimum_age", Whole())
    engagement = Column("从业状态", "engagement", OneOf(Engagement, ""))
    work_months = Column("累计工作（月）", "work_months", Whole(0))
    apprenticeship = Column("学徒期满", "apprenticeship", YesNo())
    prior_level = Column("已有证书等级", "prior_level", OneOf(Level))
    prior_work_months = Column("取证后工作（月）", "prior_work_months", Whole(0))
    prior_held_months = Column("持证时间（月）", "prior_held_months", Whole(0))
    reserve_technician = Column("持预备技师证书", "reserve_technician", YesNo())
    title = Column("职称", "title", OneOf(TitleGrade, ""))
    title_work_months = Column("取得职称后工作（月）", "title_work_months", Whole(0))
    schools = Column("学校类别", "schools", SomeOf(School))
    schooling = Column("学业阶段", "schooling", OneOf(Schooling, ""))
    related_major = Column("本专业或相关专业", "related_major", YesNo())
    assessed_programme = Column("经评估论证", "assessed_programme", YesNo())
    school_work_months = Column("毕业后工作（月）", "school_work_months", Whole(0))

    class Meta:
        model = EntryCondition
        import_id_fields = ["condition_set", "level", "ordinal"]


class LadderLevelResource(SheetResource):
    ladder = Column(
        "等级体系",
        "ladder",
        Reference(
            Ladder.objects.all,
            lambda row: (row.name, row.owner_code),
            "等级体系",
            columns=("企业统一社会信用代码",),
        ),
        needed=True,
    )
    owner_code = Column("企业统一社会信用代码", "ladder__owner_code", needed=True, readonly=True)
    ordinal = Column("由低到高第几级", "ordinal", Whole(), needed=True)
    name = Column("等级名称", "name", needed=True)
    relation = Column("与国家等级的关系", "relation", OneOf(Relation), needed=True)
    level = Column("对应国家等级", "level", OneOf(Level), needed=True)

    class Meta:
        model = LadderLevel
        import_id_fields = ["ladder", "ordinal"]

    def after_import(self, dataset: Dataset, result: Result, **_kwargs) -> None:
        """Each ladder as the file leaves it must climb; rungs may change places within a file."""
        touched = {row.instance.ladder_id for row in result.rows if row.is_valid()}
        ladders: dict[Ladder, list[LadderLevel]] = {}
        for rung in sorted(self.table.known.values(), key=lambda rung: rung.ordinal):
            if rung.ladder_id in touched:
                ladders.setdefault(rung.ladder, []).append(rung)
        problems = [
            f"“{ladder.name}”：{problem}"
            for ladder, rungs in ladders.items()
            for problem in ladder_problems([(r.name, r.relation, r.level) for r in rungs])
        ]
        if problems:
            raise ValidationError(problems)
