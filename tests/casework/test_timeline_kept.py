"""The timeline is only ever added to: the database refuses the rest, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from casework import history, selectors
from casework.models import ChainHead, Event, EventNote
from casework.services import door, erasure, integrity

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(petition, clerk, acceptor):
    """A petition with three events, the last with a note."""
    door.perform(petition, "submit", actor=clerk)
    return door.perform(petition, "accept", actor=acceptor, note="材料齐全")


def refused(query: str, *values) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, values)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE casework_event SET act = 'x' WHERE id = %s",
        "DELETE FROM casework_event WHERE id = %s",
        "UPDATE casework_eventnote SET text = 'x' WHERE event_id = %s",
        "DELETE FROM casework_eventnote WHERE event_id = %s",
    ],
)
def test_an_event_and_its_note_stay_as_they_are(noted, query):
    assert refused(query, noted.pk)
    assert list(integrity.verify()) == []


@pytest.mark.parametrize(
    "change",
    ["length = length + 2", "length = length - 1", "digest = 'x'", "case_id = case_id + 1"],
)
def test_the_head_only_moves_on_by_one(noted, change):
    assert refused(f"UPDATE casework_chainhead SET {change}")  # noqa: S608 our own words
    assert refused("DELETE FROM casework_chainhead WHERE case_id = %s", noted.case_id)


def test_querysets_are_refused_like_everybody_else(noted):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=noted.pk).update(facts="{}")
    with pytest.raises(IntegrityError), transaction.atomic():
        EventNote.objects.all().delete()


def test_a_note_may_be_erased_and_the_timeline_says_by_whom_and_why(noted, acceptor, bureau):
    erased = erasure.erase_note(noted, actor=acceptor, office=bureau, reason="依本人申请删除")
    assert not EventNote.objects.filter(event=noted).exists()
    assert (erased.act, erased.facts, erased.actor) == ("erase_note", '{"sequence":3}', acceptor)
    assert erased.note.text == "依本人申请删除"
    assert not erased.note.public
    assert Event.objects.get(pk=noted.pk).note_digest == noted.note_digest
    assert list(integrity.verify()) == []
    with pytest.raises(ValueError, match="已经删除"):
        erasure.erase_note(noted, actor=acceptor, office=bureau, reason="再删一次")
    assert ChainHead.objects.get(case=noted.case_id).length == 4


def test_the_digest_left_behind_lets_nobody_guess_a_short_note(petition, clerk, acceptor):
    """The same words twice leave different digests: each is salted, and the salt is erased too."""
    door.perform(petition, "submit", actor=clerk, note="同意")
    second = door.perform(petition, "accept", actor=acceptor, note="同意")
    notes = EventNote.objects.filter(event__case=petition).order_by("pk")
    assert len({note.salt for note in notes}) == 2
    assert len(second.note_digest) == 64


def test_the_erasure_is_named_in_chinese_and_stays_among_officers(noted, acceptor, bureau, clerk):
    erasure.erase_note(noted, actor=acceptor, office=bureau, reason="依本人申请删除")
    case = noted.case
    titles = {
        name: [line.title for line in history.lines(case, selectors.timeline(case), reader)]
        for name, reader in (("officer", acceptor), ("owner", clerk))
    }
    assert ("删除意见" in titles["officer"], "删除意见" in titles["owner"]) == (True, False)
    assert "erase_note" not in titles["officer"] + titles["owner"]
