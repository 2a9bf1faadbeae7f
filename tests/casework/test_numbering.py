"""Numbers: from 1, without a gap, refused where that could not be promised."""

import pytest
from django.db import transaction

from casework.models import Counter
from casework.services import door, numbering
from tests.casework.sample.acts import KIND


@pytest.mark.django_db
def test_each_key_counts_for_itself():
    taken = [numbering.take("甲"), numbering.take("甲"), numbering.take("乙"), numbering.take("甲")]
    assert taken == [1, 2, 1, 3]
    assert numbering.case_number("BA", 2026) == "BA2026000001"
    assert numbering.case_number("BA", 2027) == "BA2027000001"


@pytest.mark.django_db
def test_an_act_that_fails_gives_its_number_back():
    numbering.take("甲")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert numbering.take("甲") == 2
        raise ZeroDivisionError
    assert numbering.take("甲") == 2


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given():
    with pytest.raises(RuntimeError, match="只能在事务中取得"):
        numbering.take("甲")
    assert not Counter.objects.exists()


@pytest.mark.django_db
def test_a_case_that_cannot_be_opened_leaves_no_gap(petition, clerk):
    parties = {"owner": petition.owner, "office": petition.office, "receiver": petition.receiver}

    def begin(title):
        return door.open_case(
            KIND,
            actor=clerk,
            title=title,
            division=petition.division,
            regulation=petition.regulation,
            state="draft",
            **parties,
        )

    with pytest.raises(Exception, match="200"):
        begin("长" * 201)
    assert int(begin("又一件").number[-6:]) == int(petition.number[-6:]) + 1
