"""A plan is begun and filled in: whose, where, with which items and subjects."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessment.models import Plan, PlanItem, PlanSubject
from assessment.services import drafting
from assessment.views import plan_items
from casework.services import door
from filing.enums import AgencyStatus
from filing.models import AgencyPeriod
from tests.assessment.planning.steps import BASICS, add, fill, save, url

pytestmark = pytest.mark.django_db
START = reverse("assessment:plan-start")


def subjects(item: PlanItem) -> list[str]:
    return sorted(item.subjects.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("key", "office"), [("lc", "lc_centre"), ("ln", "as"), ("js", "sz_centre"), ("sd", "lc_centre")]
)
def test_a_plan_goes_to_the_office_of_its_place(client, agencies, key, office):
    client.force_login(agencies.clerk[key])
    agency = agencies.agency[key]
    sent = {"agency": agency.pk, "division": agency.division_id}
    answer = client.post(START, sent)
    plan = Plan.objects.get()
    assert answer.url == url(plan)
    assert (plan.state, plan.agency, plan.receiver, plan.regulation_id) == (
        "draft",
        agency,
        agencies.world.offices[office],
        agency.regulation_id,
    )


@pytest.mark.clause("HB-01")
def test_a_commissioned_regime_begins_with_a_commission(client, agencies):
    client.force_login(agencies.clerk["hb"])
    agency = agencies.agency["hb"]
    answer = client.post(START, {"agency": agency.pk, "division": agency.division_id})
    assert answer.status_code == 422
    assert list(answer.context["form"].non_field_errors()) == [
        "企业委托评价的计划须从已备案的委托开始，请先办理委托。"
    ]
    assert Plan.objects.count() == 0


def test_an_agency_that_is_suspended_plans_nothing(client, agencies):
    periods = AgencyPeriod.objects.filter(agency=agencies.agency["lc"])
    periods.update(status=AgencyStatus.SUSPENDED)
    client.force_login(agencies.clerk["lc"])
    assert client.get(START).status_code == 403
    with pytest.raises(door.ForbiddenError):
        drafting.start(
            agencies.agency["lc"],
            agencies.world.places["371500"],
            actor=agencies.clerk["lc"],
        )


def test_others_do_not_see_a_draft(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["ln"])
    pages = ["", "-basics", "-texts", "-quality", "-items", "-announcement"]
    assert [client.get(url(plan, page)).status_code for page in pages] == [404] * 6
    client.force_login(agencies.world.staff["lc_centre"])
    assert client.get(url(plan)).status_code == 404


def test_the_reviewing_office_reads_and_does_not_write(client, agencies):
    plan = agencies.plan("lc", "plan_filed")
    client.force_login(agencies.world.staff["lc_centre"])
    assert client.get(url(plan, "-announcement")).status_code == 200
    assert client.get(url(plan, "-basics")).status_code == 403


def test_what_is_filed_is_not_changed_any_more(client, agencies):
    plan = agencies.plan("lc", "plan_filed")
    client.force_login(agencies.clerk["lc"])
    assert client.get(url(plan, "-basics")).status_code == 403
    assert client.post(url(plan, "-items"), {}).status_code == 403


@pytest.mark.clause("LC-08")
def test_the_methods_and_audiences_are_those_of_the_regulation(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    form = client.get(url(plan, "-basics")).context["form"]
    assert [value for value, _ in form.fields["method"].choices] == [
        "exam",
        "exam_and_review",
        "process",
        "performance",
        "direct",
    ]
    assert [value for value, _ in form.fields["audiences"].choices] == [
        "own_staff",
        "dispatched",
        "outsourced",
        "students",
        "commissioned",
    ]


@pytest.mark.clause("LN-17")
@pytest.mark.parametrize("audience", ["outsourced", "students", "public", "commissioned"])
def test_in_liaoning_only_own_and_dispatched_staff(client, agencies, audience):
    plan = agencies.plan("ln")
    client.force_login(agencies.clerk["ln"])
    answer = save(client, plan, "basics", method="test", audiences=[audience])
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["audiences"]
    assert Plan.objects.get().audiences == []


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"first_on": "2026-03-01", "last_on": "2026-03-02"}, ["first_on"]),
        ({"last_on": "2026-03-24"}, ["last_on"]),
        ({"enrol_until": "2026-03-03"}, ["enrol_until"]),
        ({"first_on": "三月"}, ["first_on"]),
        ({"method": "lottery"}, ["method"]),
        ({"audiences": ["everybody"]}, ["audiences"]),
    ],
)
def test_wrong_values_are_said_at_their_field(client, agencies, wrong, fields):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    answer = save(client, plan, "basics", **{**BASICS, **wrong})
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == fields
    assert Plan.objects.get().method == ""


def test_a_mobile_number_is_not_made_public(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    answer = save(client, plan, "texts", contact="张工 138" + "00001111")
    assert answer.context["form"].errors == {
        "contact": ["公告是公开的，请改用办公电话，不写手机号码。"]
    }


def test_two_clerks_one_page_out_of_date(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    seen = client.get(url(plan, "-quality")).context["form"]["seen"].value()
    assert save(client, plan, "quality", quality="甲").status_code == 302
    late = client.post(url(plan, "-quality"), {"seen": seen, "quality": "乙"})
    assert late.status_code == 422
    assert late.context["form"]["quality"].value() == "乙"
    assert Plan.objects.get().quality == "甲"
    again = {"seen": late.context["form"]["seen"].value(), "quality": "乙"}
    assert client.post(url(plan, "-quality"), again).status_code == 302
    assert Plan.objects.get().quality == "乙"


def test_the_items_are_those_of_the_scope(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    form = client.get(url(plan, "-items")).context["form"]
    assert [label for _, label in form.fields["scope"].choices] == [
        "请选择",
        "6-18-01-01 车工  五级/初级工",
        "6-18-01-01 车工  四级/中级工",
        "6-18-01-01 车工  三级/高级工",
        "6-31-01-03 电工  五级/初级工",
        "6-31-01-03 电工  四级/中级工",
        "6-31-01-03 电工  三级/高级工",
    ]
    outside = add(client, agencies, plan, level=2)
    assert list(outside.context["form"].errors) == ["scope"]
    assert add(client, agencies, plan, expected="0").status_code == 422
    assert PlanItem.objects.count() == 0


def test_an_item_is_there_once_and_goes_again(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    assert add(client, agencies, plan).status_code == 302
    twice = add(client, agencies, plan)
    assert list(twice.context["form"].non_field_errors()) == [
        "这个职业（工种）的这个等级已在计划中。"
    ]
    item = PlanItem.objects.get()
    for _ in range(2):
        assert client.post(url(plan, "-item-remove", item.pk)).status_code == 302
    assert PlanItem.objects.count() == 0


@pytest.mark.clause("LC-08")
def test_the_method_decides_the_subjects(client, agencies):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    item = plan.items.get()
    assert subjects(item) == ["practice", "theory"]
    save(client, plan, "basics", **{**BASICS, "method": "process"})
    assert subjects(item) == ["practice"]
    save(client, plan, "basics", **{**BASICS, "method": "exam_and_review"})
    assert subjects(item) == ["practice", "review"]
    save(client, plan, "basics", **{**BASICS, "method": "direct"})
    assert subjects(item) == ["review"]


@pytest.mark.clause("LC-08")
def test_a_subject_that_the_method_leaves_open_comes_and_goes(client, agencies):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    item = plan.items.get()
    page = client.get(url(plan, "-item", item.pk))
    assert page.context["optional"] == [("review", False)]
    client.post(url(plan, "-item-subject", item.pk, "review"))
    assert subjects(item) == ["practice", "review", "theory"]
    client.post(url(plan, "-item-subject", item.pk, "review"))
    client.post(url(plan, "-item-subject", item.pk, "theory"))
    assert subjects(item) == ["practice", "theory"]


def sent_item(client, plan: Plan, **values):
    page = client.get(url(plan, "-item", plan.items.get().pk))
    forms = page.context["subjects"]
    data = {"expected": "20", "subjects-TOTAL_FORMS": "2", "subjects-INITIAL_FORMS": "2"}
    for form in forms:
        data[f"{form.prefix}-id"] = form.instance.pk
        data[f"{form.prefix}-full_mark"], data[f"{form.prefix}-pass_mark"] = "100", "60"
    return client.post(url(plan, "-item", plan.items.get().pk), data | values)


@pytest.mark.clause("LC-19")
def test_a_subject_is_waived_with_a_reason_only(client, agencies):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    wrong = sent_item(client, plan, **{"subjects-0-waived": "on"})
    assert wrong.status_code == 422
    assert wrong.context["subjects"].errors[0] == {"reason": ["免考的科目须写明理由和依据。"]}
    assert PlanSubject.objects.filter(waived=True).count() == 0
    given = {"subjects-0-waived": "on", "subjects-0-reason": "特殊工种岗位，突出生产技能操作"}
    assert sent_item(client, plan, **given).status_code == 302
    waived = PlanSubject.objects.get(waived=True)
    assert (waived.kind, waived.reason) == ("theory", "特殊工种岗位，突出生产技能操作")
    assert plan.items.get().expected == 20


@pytest.mark.parametrize(
    "sent",
    [
        {"subjects-TOTAL_FORMS": "3", "subjects-INITIAL_FORMS": "2"},
        {"subjects-TOTAL_FORMS": "9" * 20},
        {"subjects-0-id": "999999"},
        {"subjects-0-id": "\0"},
    ],
)
def test_subjects_that_came_or_went_since_are_shown_as_they_are(client, agencies, sent):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    answer = sent_item(client, plan, **sent)
    assert answer.status_code == 422
    assert [form.instance.kind for form in answer.context["subjects"]] == ["theory", "practice"]
    assert answer.context["form"].non_field_errors() == [plan_items.MOVED]
    assert plan.items.get().expected != 20


def test_an_item_of_another_plan_is_not_there(client, agencies):
    other = agencies.item(agencies.plan("lc"))
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    assert client.get(url(plan, "-item", other.pk)).status_code == 404


def test_removal_waits_for_no_filed_plan(agencies):
    plan = agencies.plan("lc", "plan_filed")
    item = agencies.item(plan)
    with pytest.raises(door.NotNowError):
        drafting.remove_item(plan, item.pk)
    with pytest.raises(door.NotNowError):
        drafting.add_item(PlanItem(plan=plan, occupation=item.occupation, level=3))
    assert PlanItem.objects.count() == 1


def test_a_commission_must_be_granted_and_ones_own(client, agencies):
    client.force_login(agencies.clerk["hb"])
    assert client.get(START, {"commission": "WT2026000001"}).status_code == 404
    with pytest.raises(ValidationError):
        drafting.start(
            agencies.agency["hb"], agencies.world.places["130100"], actor=agencies.clerk["hb"]
        )


def test_only_what_may_stay_empty_is_called_optional(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    pages = [client.get(url(plan, page)).content.decode() for page in ("-basics", "-texts")]
    optional = [page.count("（选填）") for page in pages]
    assert optional == [0, 3]  # own conditions, incentives, way to enter


def test_a_section_is_to_do_until_something_is_filled_in(client, agencies):
    plan = agencies.plan("sd")
    client.force_login(agencies.clerk["sd"])
    assert states(client, plan) == ["todo"] * 4
    save(client, plan, "basics", **{**BASICS, "method": "exam", "audiences": ["public"]})
    Plan.objects.filter(pk=plan.pk).update(last_on=None, first_on=None)
    save(client, plan, "quality", quality="质量督导员")
    add(client, agencies, plan)
    assert states(client, plan) == ["doing", "done", "todo", "done"]


def states(client, plan) -> list[str]:
    """How far the sections of the page are."""
    return [task["state"] for task in client.get(url(plan)).context["tasks"]]
