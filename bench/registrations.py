"""A roster from file to registrations: ours against stock django-import-export."""

import random
from datetime import date

import tablib
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import DateWidget, ForeignKeyWidget
from stdnum.cn import ric

from accounts import identity
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.protection import fingerprint
from assessment.models import Entry, Plan, PlanItem, RosterDraft, WorkPeriod
from assessment.person import clean_phone
from assessment.roster.columns import AUDIENCES
from assessment.services import rosters
from assessment.services.entries import judge
from bench.race import Race
from casework import kinds
from casework.services import door, jobs
from catalogue import regulations
from catalogue.enums import Level
from catalogue.models import Division, Occupation
from filing.models import Agency, AgencyPeriod, AgencyScope
from printing import sheets

SINCE = date(2020, 1, 1)
CODE = "6-31-01-03"
HEADS = ("姓名", "证件号码", "联系电话", "人员类别", "职业", "等级", "部门和岗位", "从业开始1")
SYLLABLES = "安宝成东恩方国海吉建可立明宁平青荣书田文祥永志中"


def workbook(rows: int) -> bytes:
    """A roster of people made of random syllables, born on one day in no place."""
    dice = random.Random(1)  # noqa: S311 the same file in every run
    lines = []
    for number in range(rows):
        base = f"0000{number // 1000:02d}19900102{number % 1000:03d}"
        lines.append(
            [
                "".join(dice.sample(SYLLABLES, 3)),
                base + ric.calc_check_digit(base + "0"),
                f"0635{number:07}",
                "本单位在岗职工",
                "电工",
                "四级/中级工",
                "设备部维修工",
                f"20{dice.randrange(10, 18)}-{dice.randrange(1, 13):02}-01",
            ]
        )
    return sheets.write(HEADS, lines)


class Ground:
    """A plan in enrolment, and what both sides do with the same file on it."""

    def __init__(self, rows: int):
        self.data = workbook(rows)
        province, _ = Division.objects.get_or_create(
            code="370000", defaults={"name": "山东省", "tier": 1}
        )
        division, _ = Division.objects.get_or_create(
            code="371500", defaults={"name": "聊城市", "tier": 2, "parent": province}
        )
        firm = Organisation.objects.create(
            name="基准机械有限公司",
            kind="enterprise",
            code="91371500MA3F000016",
            affiliation="city",
            division=division,
            status="active",
        )
        self.clerk = User.objects.create_user("bench", "bench@example.com", name="基准")
        Membership.objects.create(user=self.clerk, organisation=firm, role=Role.CLERK, since=SINCE)
        occupation = Occupation.objects.get(code=CODE)
        agency = _agency(firm, division, occupation)
        self.plan: Plan = door.open_case(
            kinds.by_code("plan"),
            actor=self.clerk,
            state="enrolment",
            owner=firm,
            regulation=regulations.get(agency.regulation_id),
            title="基准计划",
            division=division,
            agency=agency,
            audiences=["own_staff"],
        )
        self.item = PlanItem.objects.create(plan=self.plan, occupation=occupation, level=4)

    def clear(self) -> None:
        Entry.objects.all().delete()

    def ours(self) -> list[tuple]:
        """Upload, the whole check with eligibility, preview, import."""
        self.clear()
        draft = rosters.upload(self.plan, self.data, "名册.xlsx", actor=self.clerk)
        while draft.status == "checking":
            jobs.work_off()
            draft = RosterDraft.objects.get(pk=draft.pk)
        rosters.confirm(draft, actor=self.clerk)
        while RosterDraft.objects.get(pk=draft.pk).status == "taking":
            jobs.work_off()
        return written()

    def theirs(self) -> list[tuple]:
        """The preview and the import, with the same checks row by row."""
        self.clear()
        for dry_run in (True, False):
            table = tablib.Dataset().load(self.data, format="xlsx")
            result = Stock(self).import_data(table, dry_run=dry_run, raise_errors=True)
        if result.totals["new"] != len(table):
            raise ValueError("the reference has not entered everybody")
        return written()


class Item(ForeignKeyWidget):
    """The item of a row, found as every foreign key is."""

    def get_queryset(self, value, row, *args, **kwargs):
        return PlanItem.objects.filter(level=Level.named(row["等级"]).value)


class Stock(ModelResource):
    """As its documentation has it: a field a column, the present row looked up, the model's own
    validation, related rows written when the instance has been saved; and each registration then
    judged as one that is entered by hand."""

    id_hash = Field("id_hash", "id_hash")
    name = Field("name", "姓名")
    id_number = Field("id_number", "证件号码")
    phone = Field("phone", "联系电话")
    audience = Field("audience", "人员类别")
    post = Field("post", "部门和岗位")
    item = Field("item", "职业", widget=Item(PlanItem, "occupation__name"))

    class Meta:
        model = Entry
        fields = ("id_hash", "name", "id_number", "phone", "audience", "post", "item")
        import_id_fields = ("id_hash",)
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True

    def __init__(self, ground: Ground):
        super().__init__()
        self.ground, self.entered = ground, 0

    def before_import(self, dataset, **kwargs):
        hashes = [fingerprint("id_number", number) for number in dataset["证件号码"]]
        dataset.append_col(hashes, header="id_hash")

    def before_import_row(self, row, **kwargs):
        row["人员类别"] = AUDIENCES[row["人员类别"]]
        row["联系电话"] = clean_phone(row["联系电话"])
        row["证件号码"] = identity.clean("id_card", row["证件号码"])

    def init_instance(self, row=None):
        self.entered += 1
        return Entry(
            plan=self.ground.plan,
            number=f"{self.ground.plan.number}-{self.entered:05d}",
            sex=identity.sex(row["证件号码"]),
            born_on=identity.birth_date(row["证件号码"]),
            entered_by=self.ground.clerk,
        )

    def after_save_instance(self, instance, row, **kwargs):
        since = DateWidget("%Y-%m-%d").clean(row["从业开始1"])
        WorkPeriod.objects.create(
            entry=instance, since=since, employer="基准", occupation=row["职业"]
        )
        judge(instance)


def written() -> list[tuple]:
    """Whom both sides have entered, with whom their history begins."""
    rows = Entry.objects.order_by("id_hash").values_list(
        "id_hash", "name", "post", "audience", "item", "months", "condition", "work__since"
    )
    return list(rows)


def _agency(firm: Organisation, division: Division, occupation: Occupation) -> Agency:
    agency = Agency.objects.create(
        code="Y000037000001",
        prefix="Y000037000001",
        name=firm.name,
        credit_code=firm.code,
        kind=firm.kind,
        organisation=firm,
        division=division,
        regulation_id="liaocheng-enterprise",
        issuer_name="聊城市人社局",
        origin="receipt",
        filed_on=SINCE,
        published_on=SINCE,
    )
    AgencyPeriod.objects.create(agency=agency, status="in_force", since=SINCE)
    AgencyScope.objects.create(agency=agency, occupation=occupation, level=Level.FOUR, since=SINCE)
    return agency


def race(rows: int) -> Race:
    """The whole way of a roster of so many rows, on whatever database this process has."""
    ground = Ground(rows)
    return Race(
        f"导入 {rows} 行的报名名册",
        "django-import-export",
        ground.ours,
        ground.theirs,
        floor=30,
    )
