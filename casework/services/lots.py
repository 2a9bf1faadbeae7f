"""Lots: one way to draw, for expert panels, inspections, seats and papers alike.

What is drawn from and how is fixed and hashed, and a secret promised by its hash, before the draw;
the secret is shown with the result, so anybody can repeat it with the few lines of docs/lots.md.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework.models import Case, Lot, LotResult
from casework.services.timeline import canonical, sha256
from config import clock

ALGORITHM = "jiping-lot-1"
MOST = 20_000
LONGEST_VALUE = 200


class LotError(ValidationError):
    """The lot cannot be fixed or drawn as asked; nothing was written. The text is Chinese."""


@dataclass(frozen=True)
class Ticket:
    """One of those drawn from. `weight` of them lie in the urn; `excluded` says why none does."""

    id: str
    label: str
    weight: int = 1
    excluded: str = ""


def fix(
    *,
    purpose: str,
    population: Sequence[Ticket],
    count: int,
    reserves: int = 0,
    actor: User | None,
    case: Case | None = None,
    public_value: str = "",
) -> Lot:
    """Fix what `count` are drawn from (and `reserves` in order after them), and promise a seed.

    `public_value` names a value that is not known yet and will be mixed in (a lottery's number of
    a later day, say), so that not even who keeps the secret can foresee the draw. Who may: the
    caller asks. Raises LotError.
    """
    return _fix(purpose, population, count, reserves, actor, case, public_value)


def draw(lot: Lot, *, actor: User | None, public_value: str = "") -> LotResult:
    """Draw, once; the same lot asked again answers the same result.

    `public_value`: what the lot waited for. Raises LotError where it is missing or not wanted.
    """
    with transaction.atomic():
        lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
        if done := LotResult.objects.filter(lot=lot).first():
            return done
        rule = json.loads(lot.rule)
        if bool(rule["public_value"]) != bool(public_value.strip()):
            wanted = rule["public_value"]
            raise LotError(f"请先填写{wanted}。" if wanted else "这次抽取没有约定公共值。")
        if len(public_value) > LONGEST_VALUE:
            raise LotError(f"公共值不超过 {LONGEST_VALUE} 个字符，请核对。")
        return LotResult.objects.create(
            lot=lot,
            secret=lot.secret,
            public_value=public_value.strip(),
            drawn=canonical(pick(lot.population, lot.rule, lot.secret, public_value.strip())),
            drawn_by=actor,
            drawn_at=clock.now(),
        )


def redraw(
    lot: Lot,
    *,
    reason: str,
    actor: User | None,
    population: Sequence[Ticket] | None = None,
    count: int | None = None,
    public_value: str = "",
) -> Lot:
    """Fix a new lot in place of one that was drawn, which stays on record.

    `population`: as it is now, with those that must step back excluded; none, and it is the same.
    `count`: where another number is drawn than before.
    Raises LotError without a reason, before the first draw, or where it was redrawn already.
    """
    if not reason.strip():
        raise LotError("重新抽取须写明原因。")
    with transaction.atomic():
        lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
        if not LotResult.objects.filter(lot=lot).exists():
            raise LotError("还没有抽取，不能重新抽取。")
        if Lot.objects.filter(replaces=lot).exists():
            raise LotError("已经重新抽取过。请在最近一次的结果上办理。")
        rule = json.loads(lot.rule)
        return _fix(
            lot.purpose,
            tickets(lot) if population is None else population,
            rule["count"] if count is None else count,
            rule["reserves"],
            actor,
            lot.case,
            public_value,
            replaces=lot,
            reason=reason.strip(),
        )


def tickets(lot: Lot) -> list[Ticket]:
    """What a lot is drawn from, as it was fixed."""
    return [Ticket(*row) for row in json.loads(lot.population)]


def drawn(result: LotResult) -> tuple[list[Ticket], list[Ticket]]:
    """Those drawn and the reserves, each in the order of the draw."""
    by_id = {ticket.id: ticket for ticket in tickets(result.lot)}
    order = [by_id[id_] for id_ in json.loads(result.drawn)]
    count = json.loads(result.lot.rule)["count"]
    return order[:count], order[count:]


def verify(result: LotResult) -> bool:
    """Whether the record is whole: digest, promise and result agree with one another."""
    lot = result.lot
    return (
        lot.digest == _digest(lot.population, lot.rule)
        and lot.commitment == sha256(result.secret)
        and json.loads(result.drawn)
        == pick(lot.population, lot.rule, result.secret, result.public_value)
    )


def pick(population: str, rule: str, secret: str, public_value: str) -> list[str]:
    """The ids drawn, in order. Pure: docs/lots.md says the same in words and a few lines."""
    wanted = json.loads(rule)
    urn = [(id_, weight) for id_, _, weight, excluded in json.loads(population) if not excluded]
    parts = [ALGORITHM, _digest(population, rule), secret, public_value]
    numbers = _numbers(hashlib.sha256("\n".join(parts).encode()).digest())
    total, order = sum(weight for _, weight in urn), []
    for _ in range(wanted["count"] + wanted["reserves"]):
        id_, weight = urn.pop(_place(urn, total, _below(total, numbers)))
        total -= weight
        order.append(id_)
    return order


def _place(urn: list[tuple[str, int]], total: int, number: int) -> int:
    """On whom a number below the total weight falls."""
    if total == len(urn):
        return number  # every weight is 1
    ends = accumulate(weight for _, weight in urn)
    return next(place for place, end in enumerate(ends) if number < end)


def _numbers(seed: bytes) -> Iterator[int]:
    """64-bit numbers: the head of SHA-256 over the seed and a counter."""
    counter = 0
    while True:
        block = hashlib.sha256(seed + counter.to_bytes(8, "big")).digest()
        yield int.from_bytes(block[:8], "big")
        counter += 1


def _below(limit: int, numbers: Iterator[int]) -> int:
    """A number below `limit`, each equally likely: those of the last, incomplete run are passed."""
    fair = 2**64 - 2**64 % limit
    return next(number for number in numbers if number < fair) % limit


def _digest(population: str, rule: str) -> str:
    return sha256(f"{population}\n{rule}")


def _fix(  # noqa: PLR0913 - the columns of the one row it writes
    purpose, population, count, reserves, actor, case, public_value, *, replaces=None, reason=""
) -> Lot:
    _check(population, count, reserves)
    listed = canonical([[t.id, t.label, t.weight, t.excluded] for t in population])
    rule = canonical(
        {
            "algorithm": ALGORITHM,
            "count": count,
            "reserves": reserves,
            "public_value": public_value.strip(),
        }
    )
    secret = secrets.token_hex(32)
    return Lot.objects.create(
        purpose=purpose,
        case=case,
        population=listed,
        rule=rule,
        digest=_digest(listed, rule),
        commitment=sha256(secret),
        secret=secret,
        replaces=replaces,
        reason=reason,
        fixed_by=actor,
        fixed_at=clock.now(),
    )


def _check(population: Sequence[Ticket], count: int, reserves: int) -> None:
    if len({ticket.id for ticket in population}) != len(population):
        raise LotError("抽取范围内有重复的编号，请核对名单。")
    if len(population) > MOST:
        raise LotError(f"抽取范围最多 {MOST} 个，请分开抽取。")
    if any(not 1 <= ticket.weight <= 1_000_000 for ticket in population):
        raise LotError("权重应为 1 至 1000000 的整数。")
    if count < 1 or reserves < 0:
        raise LotError("抽取数量至少为 1，候补数量不能为负数。")
    free = sum(not ticket.excluded for ticket in population)
    if count + reserves > free:
        raise LotError(
            f"可抽取的只有 {free} 个，不够抽取 {count} 个、候补 {reserves} 个。"
            "请扩大范围或减少数量。"
        )
