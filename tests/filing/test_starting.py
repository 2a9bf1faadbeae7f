"""An applicant begins: which regimes, which office and why, one application at a time."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from casework.services import door
from filing.enums import AgencyStatus, Purpose
from filing.models import Filing
from filing.services import answering, starting
from tests.filing.agencies import agency
from tests.filing.filled import fill_in

pytestmark = pytest.mark.django_db
START = reverse("filing:start")


def start(world, regulation="liaocheng-enterprise", purpose=Purpose.FIRST, **given) -> Filing:
    values = {"owner": world.firm, "actor": world.hr} | given
    owner = values.pop("owner")
    return starting.start(owner, regulation_id=regulation, purpose=purpose, **values)


def said(page) -> str:
    return " ".join(page.content.decode().split())


@pytest.mark.clause("LC-09")
def test_the_page_tells_the_regimes_the_office_and_why(client, world):
    client.force_login(world.hr)
    page = client.get(START)
    assert [way.regulation.id for way, _ in page.context["ways"]] == [
        "liaocheng-enterprise",
        "shandong-social",
    ]
    assert "东昌府区人社局" in said(page)
    assert "依据：提纲 六 申请备案" in said(page)


def test_a_draft_is_opened_with_its_office(client, world):
    client.force_login(world.hr)
    prefix = "liaocheng-enterprise"
    sent = {f"{prefix}-regulation": prefix, f"{prefix}-purpose": "first"}
    answer = client.post(START, sent)
    filing = Filing.objects.get()
    assert answer.url == reverse("filing:draft", args=[filing.number])
    assert (filing.state, filing.owner, filing.receiver, filing.office) == (
        "draft",
        world.firm,
        world.offices["dcf"],
        world.offices["dcf"],
    )
    assert (filing.regulation_id, filing.purpose) == ("liaocheng-enterprise", "first")
    assert filing.title == f"{world.firm}首次备案（企业自主评价）"


@pytest.mark.clause("LC-09")
def test_a_provincial_applicant_chooses_the_office(client, world):
    _, manager = world.applicant("371502", "province")
    client.force_login(manager)
    prefix = "liaocheng-enterprise"
    sent = {f"{prefix}-regulation": prefix, f"{prefix}-purpose": "first"}
    refused = client.post(START, sent)
    assert refused.status_code == 422
    assert "请选择受理机关。" in said(refused)
    strange = sent | {f"{prefix}-receiver": world.offices["yg"].pk}
    assert client.post(START, strange).status_code == 422
    client.post(START, sent | {f"{prefix}-receiver": world.offices["sd"].pk})
    assert Filing.objects.get().receiver == world.offices["sd"]


@pytest.mark.clause("SD-05")
@pytest.mark.parametrize(("kind", "expected"), [("association", 2), ("private_school", 1)])
def test_shandong_leaves_the_choice_only_where_the_document_does(world, kind, expected):
    owner, _ = world.applicant("371502", "province", kind)
    way = starting.way_of(owner, starting.ways(owner)[0].regulation)
    assert len(way.routing.offices) == expected


def test_one_open_application_under_a_regime(client, world):
    first = start(world)
    with pytest.raises(ValidationError) as refused:
        start(world)
    assert refused.value.messages == [
        f"本单位按这项政策已有没有办结的申请 {first.number}，请继续办理那一件。"
    ]
    start(world, "shandong-social")
    client.force_login(world.hr)
    page = client.get(START)
    assert [form for _, form in page.context["ways"]] == [None, None]
    assert reverse("casework:case", args=[first.number]) in said(page)
    door.perform(first, "withdraw", actor=world.hr, version=0)
    assert start(world).state == "draft"


@pytest.mark.parametrize("purpose", [Purpose.SCOPE, Purpose.RENEWAL])
def test_a_change_needs_an_agency_in_force(world, purpose):
    with pytest.raises(ValidationError) as refused:
        start(world, purpose=purpose)
    assert refused.value.message_dict == {"purpose": ["本单位还没有有效的备案，请申请首次备案。"]}
    agency(world, organisation=world.firm, status=AgencyStatus.SUSPENDED)
    with pytest.raises(ValidationError):
        start(world, purpose=purpose)
    assert Filing.objects.count() == 0


def test_a_suspended_agency_begins_nothing(client, world):
    """Else it would be told so at the receipt only."""
    agency(world, organisation=world.firm, status=AgencyStatus.SUSPENDED)
    for purpose in Purpose:
        with pytest.raises(ValidationError) as refused:
            start(world, purpose=purpose)
        assert refused.value.message_dict == {
            "purpose": ["本单位的评价机构已暂停评价，恢复后再申请变更或延续。"]
        }
    client.force_login(world.hr)
    page = client.get(START)
    ways = {way.regulation.id: way.is_free for way, _ in page.context["ways"]}
    assert ways["liaocheng-enterprise"] is False
    assert "评价机构已暂停评价" in said(page)
    assert Filing.objects.count() == 0


def test_a_change_begins_with_what_the_register_holds(world):
    filed = agency(
        world, organisation=world.firm, scope={"6-31-01-03": (5, 4, 3), "6-18-02-04": (4,)}
    )
    with pytest.raises(ValidationError) as refused:
        start(world)
    assert refused.value.message_dict == {"purpose": ["本单位已经备案，请申请变更或延续。"]}
    filing = start(world, purpose=Purpose.SCOPE)
    assert filing.agency == filed
    assert list(filing.scope.values_list("occupation__code", "lowest", "highest")) == [
        ("6-18-02-04", 4, 4),
        ("6-31-01-03", 5, 3),
    ]


def test_a_renewal_begins_with_the_last_application(world):
    filed = agency(world, organisation=world.firm)
    last = world.filing("registered", agency=filed)
    draft = world.filing("withdrawn", agency=filed)
    fill_in(world, world.filing())  # another, not the agency's
    Filing.objects.exclude(pk__in=[last.pk, draft.pk]).get().answers.update(filing=last)
    for rows in ("scope", "people", "facilities"):
        getattr(Filing.objects.exclude(pk__in=[last.pk, draft.pk]).get(), rows).update(filing=last)
    for unfinished in Filing.objects.all():
        unfinished.closed_at = unfinished.opened_at
        unfinished.save(update_fields=["closed_at"])
    filing = start(world, purpose=Purpose.RENEWAL)
    assert [row.section for row in filing.answers.order_by("section")] == [
        "conditions",
        "organisation",
        "plan",
    ]
    assert answering.typed(filing, "organisation") == answering.typed(last, "organisation")
    assert filing.scope.count() == last.scope.count() == 1
    assert filing.people.count() == last.people.count() == 5
    assert filing.facilities.count() == last.facilities.count() == 4


def test_who_may_begin(client, world):
    stranger = world.member(world.firm, Role.ASSESSOR)
    with pytest.raises(door.ForbiddenError):
        start(world, actor=stranger)
    client.force_login(stranger)
    assert client.get(START).status_code == 403
    _, other = world.applicant("371521", "county")
    client.force_login(other)
    assert client.get(START, {"owner": world.firm.pk}).status_code == 404
    assert client.get(START, {"owner": "9" * 30}).status_code == 404
    assert Filing.objects.count() == 0


def test_a_person_of_several_organisations_chooses_first(client, world):
    owner, _ = world.applicant("371521", "county")
    world.hr.memberships.create(organisation=owner, role=Role.CLERK, since="2020-01-01")
    client.force_login(world.hr)
    assert [each.pk for each in client.get(START).context["owners"]] == [world.firm.pk, owner.pk]
    page = client.get(START, {"owner": owner.pk})
    assert page.context["owner"] == owner
    assert "阳谷县人社局" in said(page)


def test_a_regime_of_another_place_is_refused(client, world):
    with pytest.raises(ValidationError) as refused:
        start(world, "liaoning-enterprise")
    assert refused.value.message_dict == {"regulation": ["本单位不能按这项政策申请，请重新选择。"]}
    client.force_login(world.hr)
    answer = client.post(START, {"liaoning-enterprise-regulation": "liaoning-enterprise"})
    assert answer.status_code == 422
    assert Filing.objects.count() == 0


def test_a_place_without_an_office_is_told(client, world):
    world.offices["dcf"].status = "closed"
    world.offices["dcf"].save()
    client.force_login(world.hr)
    assert "当地的受理机关还没有开通本平台" in said(client.get(START))
    with pytest.raises(ValidationError):
        start(world)


def test_an_applicant_without_a_regime_is_led_to_the_guides(client, world):
    _, manager = world.applicant("210300", "city", "university")
    client.force_login(manager)
    assert "所在地没有可以申请的备案" in said(client.get(START))
