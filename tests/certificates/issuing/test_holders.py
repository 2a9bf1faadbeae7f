"""A name, an identity document or a photograph set right between confirmation and issue."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.models import Entry
from casework.models import Material
from casework.services import door, jobs
from certificates.models import Certificate, HolderCorrection, ReservedNumber
from certificates.services import holders, issuing, making
from certificates.services.holders import Proposal
from config import clock
from tests.assessment.entering import id_number, portrait
from tests.certificates.issuing.world import DAY, NOW, at, fresh, reserved
from tests.certificates.life.steps import colleague, paper
from tests.certificates.world import photo_of
from tests.filing.granting import on
from tests.results.publishing.steps import act, sit, submitted
from tests.results.publishing.test_reviews import text_of

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = date(2026, 6, 16), date(2026, 6, 17)
REASON = "名册把名字录错一个字，已核对身份证原件。"


def proposed(day, place=0, actor=None, *, cause="name", photo=None, evidence=True, **wanted):
    return holders.propose(
        day.plan,
        day.entries[place],
        Proposal(cause, REASON, wanted),
        actor=actor or day.arbiter,
        evidence=paper() if evidence else None,
        photo=photo,
    )


def current(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def reviewed(agencies, client):
    """A plan whose results the city's and then the province's centre passed, and their officers."""
    day, staff = submitted(agencies, client, "sd"), agencies.world.staff
    with on(TUESDAY):
        act(client, staff["lc_centre"], day.plan, "review")
        act(client, staff["sd_centre"], day.plan, "review")
    day.plan = fresh(day.plan)
    Entry.objects.filter(pk=day.entries[0].pk).update(photo=photo_of(day.plan, 1))
    return day, staff["lc_centre"], staff["sd_centre"]


@pytest.mark.clause("LC-18", "HB-09", "SD-09")
def test_the_office_that_confirmed_decides_and_the_forms_are_made_anew(agencies, client):
    day, city, province = reviewed(agencies, client)
    before, number = day.entries[0].name, ReservedNumber.objects.get(plan=day.plan).number
    clerk = agencies.clerk["sd"]
    with on(WEDNESDAY):
        sit(client, clerk)
        url = at("correct-holder", day.plan, day.entries[0].pk)
        assert f"现为：{before}" in client.get(url).content.decode()
        sent = {"cause": "name", "name": "安保成", "reason": REASON, "evidence": paper()}
        wrong = client.post(url, {**sent, "cause": "photo"})
        assert (wrong.status_code, HolderCorrection.objects.count()) == (422, 0)
        assert "安保成" in wrong.content.decode()
        sent["evidence"] = paper()
        assert client.post(url, sent).status_code == 302
        case = HolderCorrection.objects.get()
        assert case.side == case.office == agencies.world.offices["sd_centre"]
        assert case.number in client.get(at("issue", day.plan)).content.decode()
        for stranger in (clerk, city, colleague(agencies, "sd")):
            with pytest.raises(door.ForbiddenError):
                door.perform(case, "agree", actor=stranger)
        assert act(client, province, case, "agree").status_code == 302
        jobs.work_off(seconds=120)
        assert "核发前更正人员信息" in client_page(client, clerk, day.plan)
    assert current(day.entries[0]).name == "安保成"
    assert ReservedNumber.objects.get(plan=day.plan, state="reserved").number == number
    listed = text_of(day.plan, "result_list")
    assert ("安保成" in listed, before in listed, number in listed) == (True, False, True)
    forms = Material.objects.filter(case_id=day.plan.pk, key="result_list").order_by("version")
    assert [form.version for form in forms] == [1, 2]
    event = day.plan.events.get(act="correct_holder")
    facts = json.loads(event.facts)
    assert (facts["correction"], facts["entry"]) == (case.number, day.entries[0].number)
    assert "安保成" not in event.facts


@pytest.mark.clause("JS-14")
def test_where_nobody_reviews_a_colleague_decides_and_the_number_stays(agencies, client):
    day = reserved(agencies, "js", 2)
    entry, number = day.entries[0], ReservedNumber.objects.get(entry=day.entries[0]).number
    with clock.travel(NOW):
        case = proposed(day, cause="identity", id_number=id_number(77))
        assert (case.side, case.office) == (day.plan.owner, None)
        with pytest.raises(door.ForbiddenError):
            door.perform(case, "agree", actor=day.arbiter)
        batch = issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        jobs.work_off()
        said = making.failures(batch)[entry.pk]
        assert said == f"核发前更正 {case.number} 正在办理。请等决定后再核发，或由提出人撤回。"
        page = client_page(client, colleague(agencies, "js"), case)
        assert (id_number(77) in page, "查看号码" in page) == (False, True)
        door.perform(case, "agree", actor=colleague(agencies, "js"))
        issuing.go_on(day.plan, actor=day.arbiter)
        jobs.work_off()
    made = Certificate.objects.get(entry=entry)
    assert (made.number, made.id_number) == (number, id_number(77))
    assert made.id_hash == current(entry).id_hash != entry.id_hash
    with clock.travel(NOW), pytest.raises(door.NotNowError):
        proposed(day, name="王明")


def client_page(client, user, case) -> str:
    sit(client, user)
    return client.get(reverse("casework:case", args=[case.number])).content.decode()


def test_a_photograph_that_is_there_is_changed_by_two(agencies, client):
    day = reserved(agencies, "js", 1)
    new = SimpleUploadedFile("新.png", portrait(skin=(20, 150, 120)))
    with clock.travel(NOW):
        sit(client, day.arbiter)
        url = at("photo", day.plan, day.entries[0].pk)
        answer = client.post(url, {"photo": SimpleUploadedFile("新.png", portrait())})
        assert "照片有误的，请办理核发前更正" in answer.content.decode()
        assert current(day.entries[0]).photo_id == day.entries[0].photo_id
        case = proposed(day, cause="photo", photo=new)
        door.perform(case, "agree", actor=colleague(agencies, "js"))
    assert current(day.entries[0]).photo_id == case.photo_id != day.entries[0].photo_id


def test_what_cannot_be_is_refused_by_field_and_writes_nothing(agencies):
    day = reserved(agencies, "js", 2)

    def refusal(**given):
        with pytest.raises(ValidationError) as caught:
            proposed(day, **given)
        return caught.value.message_dict

    with clock.travel(NOW):
        assert refusal(name="王明", evidence=False) == {
            "evidence": ["请上传依据材料，例如身份证复印件、公安机关证明。"]
        }
        other = day.entries[1].id_number
        assert "同一等级" in refusal(cause="identity", id_number=other)["id_number"][0]
        assert "应为18位" in refusal(cause="identity", id_number="123")["id_number"][0]
        assert refusal(
            name="王明", cause="photo", photo=SimpleUploadedFile("新.png", portrait())
        ) == {"cause": ["姓名不属于这一事由，请另办一件更正。"]}
        assert "U+323B0" in refusal(name="王\U000323b0")["name"][0]
        assert HolderCorrection.objects.count() == 0
        proposed(day, name="王明")
        with pytest.raises(ValidationError, match="正在办理，请先办结"):
            proposed(day, name="王朋")


def test_strangers_neither_see_nor_propose(agencies, client):
    day = reserved(agencies, "js", 1)
    with clock.travel(NOW):
        case = proposed(day, name="王明明")
        for stranger in (agencies.clerk["sd"], agencies.world.staff["sd_centre"]):
            sit(client, stranger)
            page = client.get(reverse("casework:case", args=[case.number]))
            form = client.get(at("correct-holder", day.plan, day.entries[0].pk))
            assert (page.status_code, form.status_code) == (404, 404)


def test_what_moved_meanwhile_is_not_overwritten(agencies):
    day = reserved(agencies, "js", 1)
    with clock.travel(NOW):
        case = proposed(day, name="王明")
        Entry.objects.filter(pk=day.entries[0].pk).update(name="王月")
        with pytest.raises(ValidationError, match="已有改动"):
            door.perform(case, "agree", actor=colleague(agencies, "js"))
    assert (current(day.entries[0]).name, case.state) == ("王月", "proposed")
