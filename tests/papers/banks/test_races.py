"""Two writers of a bank at once, on PostgreSQL."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from papers.models import Bank, Question
from papers.services import questions, uploads
from tests.assessment.world import build as build_agencies
from tests.filing.world import build as build_world
from tests.papers.banks.books import book, row
from tests.papers.banks.world import build
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept():
    return build(build_agencies(build_world()))


def write(kept, user, text: str):
    content = kept.content("short", text)
    return lambda: questions.keep(kept.bank, content, actor=user)


def test_the_same_text_by_two_at_once_is_entered_once(kept):
    acts = [write(kept, user, "同一道题") for user in (kept.writer, kept.second)]
    assert kinds_of(at_once(*acts)) == ["Question", "ValidationError"]
    assert Question.objects.count() == 1


def test_numbers_are_given_once(kept):
    users = (kept.writer, kept.second, kept.manager)
    assert kinds_of(at_once(*(write(kept, u, f"题 {u.pk}") for u in users))) == ["Question"] * 3
    assert list(Question.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_without_the_lock_on_the_bank_only_a_constraint_stops_the_second(kept, monkeypatch):
    meet, refuse = meeting(2), questions.refuse_same

    @contextmanager
    def not_locked(bank, actor):
        with transaction.atomic():
            yield Bank.objects.get(pk=bank.pk)

    def met(*args):
        refuse(*args)
        meet()

    monkeypatch.setattr(questions, "opened", not_locked)
    monkeypatch.setattr(questions, "refuse_same", met)
    acts = [write(kept, user, "同一道题") for user in (kept.writer, kept.second)]
    assert kinds_of(at_once(*acts)) == ["IntegrityError", "Question"]


def test_a_file_confirmed_twice_at_once_is_taken_once(kept):
    uploads.upload(kept.bank, book(row(), row(题干="另一题")), "试题.xlsx", actor=kept.writer)

    def confirm() -> int:
        return uploads.confirm(kept.bank, actor=kept.writer)

    assert sorted(at_once(confirm, confirm)) == [0, 2]
    assert Question.objects.count() == 2


def test_two_who_approve_the_same_question_have_one_effect(kept):
    made = kept.question("short", "一题")

    def approve(user):
        return lambda: questions.approve(kept.bank, {made.pk: 0}, actor=user).done

    assert sorted(at_once(approve(kept.second), approve(kept.manager))) == [0, 1]
    assert Question.objects.get().version == 1
