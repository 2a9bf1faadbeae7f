"""Internal comments: officers among themselves, never the applicant."""

import pytest

from accounts.enums import Role
from accounts.models import Organisation
from casework.models import EventNote, Notice
from casework.services import assignment, comments, door
from casework.services.integrity import verify
from tests.casework.test_views import fresh, stamp, text

pytestmark = pytest.mark.django_db
WORD = "设备清单与现场照片对不上，请看第三页"


@pytest.fixture
def submitted(petition, clerk):
    door.perform(petition, "submit", actor=clerk)
    return fresh(petition)


@pytest.fixture
def comment(client, submitted):
    """`comment(user, note=…)`: sends the form as that person."""

    def send(user, **sent):
        client.force_login(user)
        return client.post(f"/cases/{submitted.number}/comment/", stamp(submitted, **sent))

    return send


def test_an_officer_comments_and_colleagues_read_it_but_the_owner_does_not(
    client, submitted, acceptor, clerk, member, bureau, comment
):
    client.force_login(acceptor)
    assert f"/cases/{submitted.number}/comment/" in text(client.get(f"/cases/{submitted.number}/"))
    assert comment(acceptor, note=WORD).status_code == 302
    seen = {}
    for name, user in (("colleague", member(bureau, Role.SIGNER)), ("owner", clerk)):
        client.force_login(user)
        page = text(client.get(f"/cases/{submitted.number}/"))
        seen[name] = [word for word in (WORD, "内部意见", "写内部意见") if word in page]
    assert seen == {"colleague": [WORD, "内部意见", "写内部意见"], "owner": []}
    assert fresh(submitted).version == submitted.version
    assert list(verify()) == []


def test_who_has_the_case_is_told_of_a_colleagues_comment_only(
    submitted, acceptor, member, bureau, comment
):
    assignment.take(submitted, actor=acceptor)
    comment(acceptor, note="我先看材料")
    colleague = member(bureau, Role.REVIEWER)
    comment(colleague, note=WORD)
    told = Notice.objects.filter(subject__contains="内部意见")
    assert list(told.values_list("recipient", "body")) == [(acceptor.pk, WORD)]


def test_sent_twice_it_stands_once_and_is_told_once(submitted, acceptor, member, bureau):
    assignment.take(submitted, actor=acceptor)
    colleague = member(bureau, Role.REVIEWER)
    form = stamp(submitted)
    events = [
        comments.add(fresh(submitted), text=WORD, actor=colleague, token=form["token"])
        for _ in range(2)
    ]
    assert events[0] == events[1]
    assert (EventNote.objects.count(), Notice.objects.filter(body=WORD).count()) == (1, 1)


def test_an_empty_comment_is_refused_at_its_field(submitted, acceptor, comment):
    answer = comment(acceptor, note="  ")
    assert (answer.status_code, "请填写内部意见。" in text(answer)) == (422, True)
    assert EventNote.objects.count() == 0


def test_the_owners_people_may_not_and_strangers_find_nothing(
    submitted, clerk, member, bureau, comment, liaocheng
):
    stranger = Organisation.objects.create(
        name="邻市人社局", kind="hrss", tier="city", status="active", division=liaocheng.parent
    )
    both = member(bureau, Role.REVIEWER)
    both.memberships.create(organisation=submitted.owner, role=Role.CLERK, since="2020-01-01")
    Organisation.objects.filter(pk=stranger.pk).update(division=liaocheng, status="closed")
    people = (clerk, both, member(stranger, Role.ACCEPTOR))
    answers = [comment(user, note=WORD).status_code for user in people]
    assert answers == [403, 403, 404]
    assert EventNote.objects.count() == 0


def test_a_closed_case_may_still_be_commented(submitted, acceptor, comment):
    door.perform(submitted, "refuse", actor=acceptor, note="材料不实")
    assert comment(acceptor, note="已电话告知").status_code == 302
    assert fresh(submitted).events.order_by("sequence").last().act == "comment"
