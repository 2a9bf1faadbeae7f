"""What the database itself refuses, and what is kept of changes."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client

from catalogue.enums import Level
from catalogue.models import (
    ConditionSet,
    Division,
    EntryCondition,
    ImportDraft,
    Ladder,
    LadderLevel,
    Occupation,
    RegulatedOccupation,
    Standard,
    StandardLevel,
    Subject,
    WorkType,
)
from catalogue.services.loading import load


def electrician() -> Occupation:
    return Occupation.objects.get(code="6-31-01-03")


def standard(**values) -> Standard:
    return Standard(
        **{
            "code": "new",
            "occupation": Occupation.objects.get(code="6-31-01-02"),
            "kind": "industry",
            "version": "2026年版",
            "condition_set": ConditionSet.objects.get(code="2023"),
            "source": "测试",
        }
        | values
    )


def condition(**values) -> EntryCondition:
    group = ConditionSet.objects.get(code="2023")
    base = {"condition_set": group, "level": 4, "ordinal": 50, "text": "条文"}
    return EntryCondition(**base | values)


def rung(**values) -> LadderLevel:
    ladder = Ladder.objects.get()
    base = {"ladder": ladder, "ordinal": 50, "name": "新等级", "relation": "within", "level": 3}
    return LadderLevel(**base | values)


def subject(**values) -> Subject:
    level = StandardLevel.objects.get(standard__occupation__code="6-31-01-03", level=5)
    return Subject(**{"standard_level": level, "kind": "review", "minimum_examiners": 3} | values)


# Constraint -> what breaks it.
BROKEN = {
    "occupation_code_has_shape_of_its_tier": lambda: Occupation(
        code="6-31-1", name="x", tier=3, parent=electrician().parent.parent, announced=2022
    ),
    "occupation_has_parent_unless_major": lambda: Occupation(
        code="6-32", name="x", tier=2, announced=2022
    ),
    "work_type_once_per_occupation": lambda: WorkType(
        occupation=WorkType.objects.first().occupation, name=WorkType.objects.first().name
    ),
    "division_code_has_six_digits": lambda: Division(code="37AA", name="x", tier=1),
    "division_has_parent_unless_province": lambda: Division(code="379900", name="x", tier=2),
    "regulated_names_occupation_unless_permit": lambda: RegulatedOccupation(
        item=1, group="x", qualification="x", block="full", certainty="verified"
    ),
    "regulated_touches_only_as_permit": lambda: RegulatedOccupation(
        item=1,
        group="x",
        qualification="x",
        block="full",
        certainty="verified",
        occupation=electrician(),
        touches="6-31-01-03",
    ),
    "ladder_name_once_per_owner": lambda: Ladder(name="新八级工", source="x"),
    "ladder_level_one_rung_one_level": lambda: rung(ordinal=1),
    "ladder_level_name_once": lambda: rung(name="学徒工"),
    "ladder_level_maps_to_nearest_national_level": lambda: rung(relation="above", level=2),
    "condition_set_one_default": lambda: ConditionSet(code="x", name="x", is_default=True),
    "entry_condition_ordinal_once": lambda: condition(ordinal=1, work_months=12),
    "entry_condition_prior_level_is_lower": lambda: condition(prior_level=4),
    "entry_condition_months_have_their_ground": lambda: condition(
        work_months=1, title_work_months=12
    ),
    "entry_condition_schooling_has_schools": lambda: condition(
        work_months=1, schooling="graduated"
    ),
    "entry_condition_asks_for_something": condition,
    "standard_of_enterprise_names_its_owner": lambda: standard(kind="enterprise"),
    "standard_ends_after_it_begins": lambda: standard(
        effective_from=date(2026, 1, 2), effective_until=date(2026, 1, 2)
    ),
    "standard_version_once": lambda: standard(
        occupation=electrician(),
        kind="national",
        version="按编制技术规程录入",
        effective_until=date(2026, 1, 2),
    ),
    "standard_one_open_version": lambda: standard(occupation=electrician(), kind="national"),
    "standard_level_once": lambda: StandardLevel(
        standard=Standard.objects.get(occupation=electrician()), level=5
    ),
    "subject_kind_once_per_level": lambda: subject(kind="theory"),
    "subject_pass_mark_within_full_mark": lambda: subject(pass_mark=101),
    "subject_minimum_is_odd_where_odd_needed": lambda: subject(
        odd_examiners=True, minimum_examiners=4
    ),
}
OURS = [
    ConditionSet, Division, EntryCondition, Ladder, LadderLevel, Occupation, RegulatedOccupation,
    Standard, StandardLevel, Subject, WorkType,
]  # fmt: skip


def constraints() -> dict[str, models.BaseConstraint]:
    return {each.name: each for model in OURS for each in model._meta.constraints}


def test_every_constraint_is_tried():
    assert set(BROKEN) == set(constraints())


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name):
    row = BROKEN[name]()
    if hasattr(row, "respell"):
        row.respell()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        models.Model.save_base(row, raw=True)
    if connection.vendor == "postgresql":
        assert name in str(caught.value)


@pytest.mark.parametrize("name", BROKEN)
def test_every_constraint_speaks_chinese(name):
    message = constraints()[name].violation_error_message
    assert any("\u4e00" <= char <= "\u9fff" for char in message), message
    assert message.endswith("。")


@pytest.mark.usefixtures("piece")
class TestInUse:
    @pytest.mark.parametrize(
        "row",
        [
            lambda: Occupation.objects.get(code="6-31-01"),
            electrician,
            lambda: Division.objects.get(code="371500"),
            lambda: ConditionSet.objects.get(code="2023"),
        ],
    )
    def test_rows_that_others_rest_on_cannot_be_deleted(self, row):
        with pytest.raises(ProtectedError):
            row().delete()

    def test_changes_are_kept(self):
        row = subject()
        row.save()
        row.pass_mark = 70
        row.save()
        row.delete()
        records = Subject.history.filter(kind="review").order_by("history_id").reverse()[:3]
        assert [(r.history_type, r.pass_mark) for r in records] == [("-", 70), ("~", 70), ("+", 60)]

    def test_a_rename_is_spelt_anew(self):
        row = electrician()
        row.name = "电气工"
        row.save(update_fields=["name"])
        row.refresh_from_db()
        assert (row.pinyin, row.initials) == ("dianqigong", "dqg")


@pytest.mark.usefixtures("piece")
@pytest.mark.clause("LC-05")
def test_an_own_level_prints_the_national_one_or_its_own_name_or_nothing():
    printed = {
        name: rung(name=name, relation=relation, level=level).printed
        for name, relation, level in (
            ("高级工二等", "within", Level.THREE),
            ("首席技师", "above", Level.ONE),
            ("学徒工", "below", Level.FIVE),
        )
    }
    assert printed == {"高级工二等": "三级/高级工", "首席技师": "首席技师", "学徒工": ""}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_import_once(piece_folder):
    """Both requests find the draft; the lock lets one import it, the other tells the same."""
    load(piece_folder)
    boss = get_user_model().objects.create_superuser("boss")
    client = Client()
    client.force_login(boss)
    address = "/admin/catalogue/occupation/"
    export = client.post(f"{address}export/?q=dg", {"format": "1", "resource": "0"})
    text = export.content.decode("utf-8-sig").replace(",电工,", ",电气工,")
    upload = {"file": SimpleUploadedFile("职业.csv", text.encode())}
    draft = client.post(f"{address}import/", upload, follow=True).context["draft"]
    start, answers = Barrier(2), []

    def click() -> None:
        mine = Client()
        mine.cookies = client.cookies
        start.wait()
        answers.append(mine.post(f"{address}process_import/", {"draft": draft.pk}).status_code)
        connection.close()

    clicks = [Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(timeout=30)
    assert answers == [302, 302]
    assert electrician().history.filter(name="电气工").count() == 1
    assert ImportDraft.objects.get().outcome.endswith("新增 0 条，更新 1 条。")
