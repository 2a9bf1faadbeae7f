"""What is assessed of each candidate, recorded in the order of the region's document."""

import pytest
from django.urls import reverse

from assessment.entry_details import load
from assessment.models import Entry
from tests.assessment import entering
from tests.assessment.entering import a_plan, filled


@pytest.fixture(autouse=True)
def _conditions(db):
    entering.conditions()


@pytest.mark.parametrize(
    ("key", "order"),
    [
        pytest.param(
            "js",
            ["conduct", "ability", "performance", "contribution"],
            marks=pytest.mark.clause("JS-12"),
        ),
        pytest.param(
            "lc", ["ability", "performance", "conduct"], marks=pytest.mark.clause("LC-08")
        ),
        pytest.param(
            "ln", ["ability", "performance", "conduct"], marks=pytest.mark.clause("LN-02")
        ),
    ],
)
def test_the_contents_of_the_region_are_asked_and_recorded(client, agencies, key, order):
    plan = a_plan(agencies, key, ["own_staff"])
    item = agencies.item(plan)
    client.force_login(agencies.clerk[key])
    add = reverse("assessment:entry-add", args=[plan.number])
    form = client.get(add).context["form"]
    contents = next(fields for name, _, fields in form.sections if name == "contents")
    assert [field.name for field in contents][: len(order)] == [f"content_{c}" for c in order]
    written = {f"content_{content}": f"{content}优良" for content in order}
    client.post(add, filled(item, **written))
    entry = Entry.objects.get()
    kept = load(entry.details)
    assert {name: kept[name] for name in written} == written
    page = client.get(reverse("assessment:entry", args=[plan.number, entry.pk])).content.decode()
    assert [text for text in written.values() if text not in page] == []


@pytest.mark.clause("LN-02")
def test_technicians_show_projects_problems_and_apprentices(client, agencies):
    plan = a_plan(agencies, "ln", ["own_staff"])
    item = agencies.item(plan, level=2)
    client.force_login(agencies.clerk["ln"])
    client.post(reverse("assessment:entry-add", args=[plan.number]), filled(item))
    entry = Entry.objects.get()
    url = reverse("assessment:entry", args=[plan.number, entry.pk])
    asked = [issue.code for issue in client.get(url).context["found"].issues]
    assert ("contents" in asked) is True
    more = {"projects": "大修", "problems_solved": "漏电", "apprentices": "培养徒弟两名"}
    edit = reverse("assessment:entry-edit", args=[plan.number, entry.pk])
    again = filled(item, version=str(entry.version), id_number="", **more)
    client.post(edit, again)
    page = client.get(url)
    assert ("contents" in [issue.code for issue in page.context["found"].issues]) is False
    assert "培养徒弟两名" in page.content.decode()
