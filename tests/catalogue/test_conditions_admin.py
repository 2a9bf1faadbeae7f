"""Entry conditions in the admin: seen with their set, true to their text, a standard's own."""

import pytest

from catalogue.admin.standards import EntryConditionForm
from catalogue.models import ConditionSet, EntryCondition, Standard
from catalogue.services.conditions import give_own_conditions

pytestmark = pytest.mark.usefixtures("whole_catalogue", "db")

NATIONAL = "national-6-31-01-03-default"


def address(row, page="change") -> str:
    return f"/admin/catalogue/{row._meta.model_name}/{row.pk}/{page}/"


@pytest.fixture
def typed(admin_client):
    """Save a condition with these values and answer its errors and the row as it then is."""
    row = EntryCondition.objects.get(condition_set__code="2023", level=4, ordinal=1)

    def save(**values):
        form = admin_client.get(address(row)).context["adminform"].form
        data = {name: form[name].value() for name in form.fields}
        data = {name: "" if value is None else value for name, value in data.items()}
        data = {name: value for name, value in data.items() if value is not False}
        response = admin_client.post(address(row), data | values)
        row.refresh_from_db()
        context = response.context
        return (dict(context["adminform"].form.errors) if context else {}), row

    return save


def test_the_set_shows_its_conditions_and_its_reach(admin_client):
    group = ConditionSet.objects.get(code="2023")
    page = admin_client.get(address(group)).content.decode()
    assert f"改动影响 {group.standards.count()} 个标准。" in page
    assert "累计工作满5年" in page


def test_years_that_differ_from_the_text_are_refused(typed):
    errors, row = typed(work_months="36")
    assert errors == {"text": ["条文写的是满5年，下面填的是36个月，请改成一致。"]}
    assert row.work_months == 60


def test_years_and_text_changed_together_are_saved(typed):
    errors, row = typed(work_months="36", text="累计从事本职业或相关职业工作满3年。")
    assert (errors, row.work_months) == ({}, 36)


def test_an_empty_month_is_none_at_all(typed):
    errors, row = typed(title_work_months="", prior_held_months="")
    assert (errors, row.title_work_months, row.prior_held_months) == ({}, 0, 0)


def test_what_is_on_record_passes_its_own_form():
    wrong = {}
    for row in EntryCondition.objects.all():
        blank = EntryConditionForm(instance=row)
        values = {name: blank[name].value() for name in blank.fields}
        form = EntryConditionForm(values, instance=row)
        if not form.is_valid():
            wrong[str(row)] = form.errors
    assert wrong == {}


def test_a_standard_gets_conditions_of_its_own(admin_client, admin_user):
    standard = Standard.objects.get(code=NATIONAL)
    shared = standard.condition_set
    chosen = {"action": "own_conditions", "_selected_action": [standard.pk]}
    page = admin_client.post("/admin/catalogue/standard/", chosen, follow=True).content.decode()
    standard.refresh_from_db()
    own = standard.condition_set
    assert "已有专用的申报条件" in page
    assert own != shared
    texts = [list(group.conditions.values_list("level", "text")) for group in (own, shared)]
    assert texts[0] == texts[1] != []
    for row in (standard, own, own.conditions.first()):
        change = row.history.first()
        assert (change.history_user, change.history_change_reason) == (
            admin_user,
            "复制为标准专用的申报条件",
        )
    assert give_own_conditions(standard, user=admin_user) is None
