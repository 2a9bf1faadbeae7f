"""Lots: anybody can repeat a draw, and nobody can choose its outcome or unwrite it."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from casework.models import Lot, LotResult
from casework.services import lots
from casework.services.lots import ALGORITHM, LotError, Ticket, pick
from casework.services.timeline import canonical, sha256


def written_in_the_manual():
    """The independent implementation that docs/lots.md gives to the public."""
    text = (Path(settings.BASE_DIR) / "docs" / "lots.md").read_text(encoding="utf-8")
    space: dict = {}
    exec(re.search(r"```python\n(.*?)```", text, re.S)[1], space)  # noqa: S102
    return space["repeat"]


REPEAT = written_in_the_manual()


def rule(count: int, reserves: int = 0) -> str:
    return canonical(
        {"algorithm": ALGORITHM, "count": count, "reserves": reserves, "public_value": ""}
    )


def listed(rows) -> str:
    return canonical([list(row) for row in rows])


rows = st.lists(
    st.tuples(
        st.text(min_size=1, max_size=5),
        st.text(max_size=5),
        st.integers(1, 1000),
        st.sampled_from(["", "", "回避"]),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[0],
)


@given(rows, st.data(), st.text(max_size=20))
def test_a_draw_takes_each_at_most_once_never_an_excluded_one_and_can_be_repeated(
    population, data, secret
):
    free = [row[0] for row in population if not row[3]]
    count = data.draw(st.integers(0, len(free)))
    reserves = data.draw(st.integers(0, len(free) - count))
    asked = (listed(population), rule(count, reserves), secret, "公共值")
    drawn = pick(*asked)
    assert len(drawn) == len(set(drawn)) == count + reserves
    assert set(drawn) <= set(free)
    assert pick(*asked) == drawn == REPEAT(*asked)


@given(st.integers(1, 40), st.text(max_size=10))
def test_drawing_all_is_a_permutation(size, secret):
    ids = [str(n) for n in range(size)]
    population = listed((id_, "", 1, "") for id_ in ids)
    assert sorted(pick(population, rule(size), secret, "")) == sorted(ids)


def chi_square(seen: Counter, expected: dict) -> float:
    return sum((seen[key] - wanted) ** 2 / wanted for key, wanted in expected.items())


def test_every_order_is_about_equally_likely():
    population = listed((id_, "", 1, "") for id_ in "abcd")
    seen = Counter("".join(pick(population, rule(4), f"seed {n}", "")) for n in range(4800))
    assert len(seen) == 24
    # 23 degrees of freedom: 49.7 is passed once in a thousand; the seeds are fixed.
    assert chi_square(seen, dict.fromkeys(seen, 200)) < 49.7


def test_a_weight_is_how_many_lie_in_the_urn():
    population = listed([("a", "", 1, ""), ("b", "", 2, ""), ("c", "", 7, "")])
    seen = Counter(pick(population, rule(1), f"seed {n}", "")[0] for n in range(5000))
    assert chi_square(seen, {"a": 500, "b": 1000, "c": 3500}) < 13.8


def experts(*excluded: str) -> list[Ticket]:
    return [
        Ticket(f"e{n}", f"专家{n}", excluded="本人回避" if f"e{n}" in excluded else "")
        for n in range(8)
    ]


@pytest.fixture
def lot(petition, acceptor):
    return lots.fix(
        purpose="抽取评估专家",
        population=experts("e3"),
        count=3,
        reserves=2,
        actor=acceptor,
        case=petition,
    )


def test_a_lot_is_drawn_once_and_its_record_is_whole(lot, acceptor):
    assert lot.commitment == sha256(lot.secret)
    result = lots.draw(lot, actor=acceptor)
    assert lots.draw(lot, actor=acceptor) == result
    drawn, reserves = lots.drawn(result)
    assert (len(drawn), len(reserves)) == (3, 2)
    assert "e3" not in {ticket.id for ticket in drawn + reserves}
    assert lots.verify(LotResult.objects.get()) is True
    assert REPEAT(lot.population, lot.rule, result.secret) == json.loads(result.drawn)


def test_the_secret_lies_encrypted_until_the_draw(lot):
    column = Lot.objects.extra(select={"raw": "secret"}).values_list("raw", flat=True)
    assert lot.secret not in column[0]


@pytest.mark.parametrize("field", ["population", "rule", "secret", "drawn"])
def test_a_record_that_was_altered_is_found(lot, acceptor, field):
    result = lots.draw(lot, actor=acceptor)
    altered = {
        "population": lot.population.replace("专家1", "专家9"),
        "rule": lot.rule.replace('"count":3', '"count":4'),
        "secret": "0" * 64,
        "drawn": canonical(json.loads(result.drawn)[::-1]),
    }[field]
    setattr(lot if field in ("population", "rule") else result, field, altered)
    result.lot = lot
    assert lots.verify(result) is False


def test_a_public_value_that_was_promised_is_waited_for(acceptor):
    waiting = lots.fix(
        purpose="抽查",
        population=experts(),
        count=1,
        actor=acceptor,
        public_value="12月1日福彩3D中奖号码",
    )
    with pytest.raises(LotError, match="请先填写12月1日福彩3D中奖号码"):
        lots.draw(waiting, actor=acceptor)
    with pytest.raises(LotError, match="不超过 200 个字符"):
        lots.draw(waiting, actor=acceptor, public_value="9" * 201)
    result = lots.draw(waiting, actor=acceptor, public_value="123")
    assert REPEAT(waiting.population, waiting.rule, result.secret, "123") == json.loads(
        result.drawn
    )


def test_nothing_is_mixed_in_that_was_not_announced(lot, acceptor):
    with pytest.raises(LotError, match="没有约定公共值"):
        lots.draw(lot, actor=acceptor, public_value="chosen afterwards")


def test_a_redraw_needs_a_reason_and_leaves_the_first_on_record(lot, acceptor):
    with pytest.raises(LotError, match="还没有抽取"):
        lots.redraw(lot, reason="有人回避", actor=acceptor)
    first = lots.draw(lot, actor=acceptor)
    with pytest.raises(LotError, match="须写明原因"):
        lots.redraw(lot, reason=" ", actor=acceptor)
    again = lots.redraw(lot, reason="e1 回避", actor=acceptor, population=experts("e1", "e3"))
    lots.draw(again, actor=acceptor)
    with pytest.raises(LotError, match="已经重新抽取过"):
        lots.redraw(lot, reason="再来", actor=acceptor)
    assert (again.replaces, again.reason) == (lot, "e1 回避")
    assert again.commitment != lot.commitment
    assert list(LotResult.objects.order_by("pk")) == [first, again.result]


@pytest.mark.parametrize(
    ("population", "count", "reserves", "said"),
    [
        (experts(), 9, 0, "可抽取的只有 8 个"),
        (experts("e1"), 5, 3, "可抽取的只有 7 个"),
        (experts(), 0, 0, "抽取数量至少为 1"),
        (experts(), 1, -1, "候补数量不能为负数"),
        ([*experts(), Ticket("e1", "重名")], 1, 0, "重复的编号"),
        ([Ticket("a", "甲", weight=0)], 1, 0, "权重应为"),
        ([], 1, 0, "可抽取的只有 0 个"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_drawn_is_refused(population, count, reserves, said):
    with pytest.raises(LotError, match=said):
        lots.fix(purpose="抽查", population=population, count=count, reserves=reserves, actor=None)
    assert Lot.objects.count() == 0


@pytest.mark.parametrize("table", [Lot, LotResult])
def test_the_database_itself_keeps_lots_and_results(lot, acceptor, table):
    lots.draw(lot, actor=acceptor)
    change = {Lot: {"population": "[]"}, LotResult: {"drawn": "[]"}}[table]
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.all()._raw_delete("default")
    assert lots.verify(LotResult.objects.get()) is True


def test_a_redraw_without_a_reason_is_refused_by_the_database_too(lot):
    with pytest.raises(DatabaseError), transaction.atomic():
        Lot.objects.create(
            purpose="x",
            population="[]",
            rule="{}",
            digest="x",
            commitment="y",
            secret="z",
            replaces=lot,
            fixed_at=lot.fixed_at,
        )
