"""A plan driven through the views, from nothing to the enrolment."""

from datetime import date

from django.urls import reverse

from assessment.models import Plan
from casework.services import door

TODAY = date(2026, 3, 2)  # a Monday
BASICS = {
    "method": "exam",
    "audiences": ["own_staff"],
    "enrol_from": "2026-03-04",
    "enrol_until": "2026-03-12",
    "first_on": "2026-03-25",
    "last_on": "2026-03-26",
}
TEXTS = {
    "contact": "培训中心 0635-8200000",
    "complaints": "0635-8200001",
    "schedule": "分两批进行。",
    "contents": "按国家职业标准考核。",
    "incentives": "合格者兑现技能津贴。",
}
METHODS = {"ln": "test"}
AUDIENCES = {"sd": ["public"], "hb": ["commissioned"]}


def url(plan: Plan, page: str = "", *args) -> str:
    return reverse(f"assessment:plan{page}", args=[plan.number, *args])


def save(client, plan: Plan, key: str, **values):
    """Send a section as the page gave it, with other values."""
    page = client.get(url(plan, f"-{key}"))
    return client.post(
        url(plan, f"-{key}"), {"seen": page.context["form"]["seen"].value(), **values}
    )


def fill(client, agencies, key: str, plan: Plan, **basics) -> Plan:
    """Every section and one item, so that nothing stands in the way."""
    client.force_login(agencies.clerk[key])
    own = {"method": METHODS.get(key, "exam"), "audiences": AUDIENCES.get(key, ["own_staff"])}
    assert save(client, plan, "basics", **{**BASICS, **own, **basics}).status_code == 302
    assert save(client, plan, "texts", **TEXTS).status_code == 302
    assert save(client, plan, "quality", quality="质量督导员").status_code == 302
    assert add(client, agencies, plan).status_code == 302
    return Plan.objects.get(pk=plan.pk)


def add(client, agencies, plan: Plan, code: str = "6-31-01-03", level: int = 4, **values):
    """Add an item of the scope."""
    key = f"{agencies.world.occupations[code].pk}/{level}/"
    return client.post(url(plan, "-items"), {"scope": key, "expected": "300", **values})


def act(client, plan: Plan, name: str, note: str = ""):
    """Do an act on its page."""
    address = reverse("casework:act", args=[plan.number, name])
    form = client.get(address).context["form"]
    sent = {"version": form["version"].value(), "token": form["token"].value(), "note": note}
    return client.post(address, sent)


def refused(answer) -> list[str]:
    """What the page of an act says is wrong."""
    return list(answer.context["form"].non_field_errors())


def may(plan: Plan, user) -> set[str]:
    return {each.transition for each in door.available(Plan.objects.get(pk=plan.pk), user)}
