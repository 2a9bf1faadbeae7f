"""Drawing objects and inspectors so that anybody can repeat it (docs/lots.md).

Before the draw are published: both populations with their digests, the promises of both seeds, who
must step back from what, and the digest of all this. The named public value is mixed into both, so
not even who keeps the secrets can foresee what is drawn.
"""

import json
import secrets
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from accounts.models import User
from casework import kinds
from casework.kinds import Message
from casework.services import door, lots, notices
from casework.services.lots import Ticket
from casework.services.timeline import canonical, sha256
from config import clock
from supervision import dealing
from supervision.answering import organisation_of
from supervision.enums import InspectionState
from supervision.models import Campaign, Draw, Inspection, Inspector, PoolMember
from supervision.selectors import campaigns as reads
from supervision.selectors.campaigns import Target
from supervision.services import telling

LONGEST_LIST = 5  # of objects named in a refusal


def fix(campaign: Campaign, *, actor: User, reason: str = "") -> dict:
    """Fix what is drawn from and who may be sent, as they are now; answers the facts. With a
    `reason` it is in place of the last draw. Raises ValidationError where too few are there."""
    day = clock.today()
    targets, pool = reads.targets_of(campaign, day), reads.pool_of(campaign, day)
    if not targets:
        raise ValidationError("没有符合条件的抽查对象，请放宽条件。")
    numbers = {user.pk: number for number, user in enumerate(pool, 1)}
    ties = reads.ties_of(pool, targets, day)
    tied = sorted((str(numbers[user]), target) for user, target in ties)
    _refuse_few(campaign, targets, pool, tied)
    last = reads.latest_draw(campaign)
    wanted = reads.wanted_of(campaign, len(targets))
    objects_lot, pool_lot = _both_lots(campaign, targets, len(pool), wanted, last, actor, reason)
    salt = secrets.token_hex(16)
    frame = canonical(
        {
            **_rules(campaign, targets, tied),
            "objects": objects_lot.digest,
            "pool": pool_lot.digest,
            "people": _people(salt, numbers),
        }
    )
    made = Draw.objects.create(
        campaign=campaign,
        sequence=last.sequence + 1 if last else 1,
        objects_lot=objects_lot,
        pool_lot=pool_lot,
        frame=frame,
        digest=sha256(frame),
        salt=salt,
        public_value=campaign.public_value,
        value_on=campaign.value_on,
        reason=reason,
        fixed_at=clock.now(),
    )
    rows = [PoolMember(draw=made, number=number, user_id=pk) for pk, number in numbers.items()]
    PoolMember.objects.bulk_create(rows)
    return {"draw": made.sequence, "digest": made.digest, "objects": len(targets), "drawn": wanted}


def _both_lots(campaign, targets, size, wanted, last, actor: User, reason: str):
    """The lot of the objects, and that of the whole pool, which gives its order."""
    purpose, given = f"{campaign.number} 双随机抽查", {"actor": actor, "reason": reason}
    objects = [Ticket(each.id, each.label, each.weight) for each in targets]
    people = [Ticket(str(n), f"检查人员 {n} 号") for n in range(1, size + 1)]
    before = (last.objects_lot, last.pool_lot) if last else (None, None)
    return (
        _lot(campaign, f"{purpose}：抽查对象", objects, wanted, before[0], **given),
        _lot(campaign, f"{purpose}：检查人员", people, size, before[1], **given),
    )


def _rules(campaign: Campaign, targets: list[Target], tied: list[tuple[str, str]]) -> dict:
    return {
        "algorithm": dealing.ALGORITHM,
        "filter": reads.filter_in_words(campaign),
        "team": campaign.team,
        "ties": [list(pair) for pair in tied],
        "weights": [[t.id, t.weight, t.reason] for t in targets if t.weight != 1],
    }


def draw(campaign: Campaign, fixed: Draw, *, value: str, source: str, actor: User) -> dict:
    """Draw, deal, and open an inspection for each object; answers the facts.

    The caller holds the lock on the campaign and has asked who may. Raises ValidationError for a
    value that is missing, and where the population is no more what was published.
    """
    value = _tidy(value)
    if not value:
        raise ValidationError({"value": f"请填写{fixed.public_value}。"})
    if said := broken(fixed):
        raise ValidationError(said)
    objects, _ = lots.drawn(lots.draw(fixed.objects_lot, actor=actor, public_value=value))
    people, _ = lots.drawn(lots.draw(fixed.pool_lot, actor=actor, public_value=value))
    frame = json.loads(fixed.frame)
    ids, queue = [each.id for each in objects], [each.id for each in people]
    teams = dealing.deal(ids, queue, [tuple(pair) for pair in frame["ties"]], frame["team"])
    fixed.teams, fixed.source, fixed.drawn_at = canonical(teams), source.strip(), clock.now()
    fixed.save(update_fields=["teams", "source", "drawn_at"])
    _open_all(campaign, fixed, teams, actor)
    return {"draw": fixed.sequence, "value": value, "teams": teams}


def broken(fixed: Draw) -> str:
    """What of the published record is no more as it was published; "" where it is whole."""
    frame = json.loads(fixed.frame)
    pairs = ((fixed.objects_lot, frame["objects"]), (fixed.pool_lot, frame["pool"]))
    for lot, digest in pairs:
        if digest != lot.digest or sha256(f"{lot.population}\n{lot.rule}") != digest:
            return "抽取范围与公布时不一致，不能抽取。请联系系统管理员。"
        if sha256(lot.secret) != lot.commitment:
            return "种子与公布的承诺不一致，不能抽取。请联系系统管理员。"
    numbers = {row.user_id: row.number for row in fixed.pool.all()}
    if fixed.digest != sha256(fixed.frame) or frame["people"] != _people(fixed.salt, numbers):
        return "检查人员名录与公布时不一致，不能抽取。请联系系统管理员。"
    return ""


def is_whole(fixed: Draw) -> bool:
    """Whether the whole record agrees with itself: promises, draws and teams."""
    if broken(fixed):
        return False
    if not fixed.drawn_at:
        return True
    frame, results = json.loads(fixed.frame), (fixed.objects_lot.result, fixed.pool_lot.result)
    if not all(lots.verify(result) for result in results):
        return False
    ids, queue = (json.loads(result.drawn) for result in results)
    ties = [tuple(pair) for pair in frame["ties"]]
    return json.loads(fixed.teams) == dealing.deal(ids, queue, ties, frame["team"])


def queue_after(fixed: Draw) -> list[str]:
    """The numbers of the pool in the order in which they would be sent next, after the deal."""
    queue = json.loads(fixed.pool_lot.result.drawn)
    for sent in _in_order(fixed):
        queue = [who for who in queue if who not in sent] + sent
    return queue


def _in_order(fixed: Draw) -> list[list[str]]:
    """The teams in the order of the draw; canonical JSON sorts them by object."""
    teams = json.loads(fixed.teams)
    return [teams[each] for each in json.loads(fixed.objects_lot.result.drawn)]


def _lot(campaign, purpose, population, count, before, *, actor: User, reason: str):
    common = {
        "population": population,
        "count": count,
        "actor": actor,
        "public_value": campaign.public_value,
    }
    if before:
        return lots.redraw(before, reason=reason, **common)
    return lots.fix(purpose=purpose, case=campaign, **common)


def _people(salt: str, numbers: dict[int, int]) -> str:
    """Binds the numbers of a pool to accounts without naming them."""
    listed = canonical(sorted([number, user] for user, number in numbers.items()))
    return sha256(f"{salt}\n{listed}")


def _refuse_few(campaign: Campaign, targets: list[Target], pool: list[User], tied) -> None:
    if len(pool) < campaign.team:
        raise ValidationError(
            f"可派的检查人员只有 {len(pool)} 名，每个对象需要 {campaign.team} 名。"
            "请扩大人员来源，或减少每个对象的检查人员。"
        )
    barred: dict[str, int] = {}
    for _, target in tied:
        barred[target] = barred.get(target, 0) + 1
    short = [t for t in targets if len(pool) - barred.get(t.id, 0) < campaign.team]
    if short:
        named = "、".join(each.label for each in short[:LONGEST_LIST])
        more = f"等 {len(short)} 个" if len(short) > LONGEST_LIST else ""
        raise ValidationError(
            f"回避之后，可派到{named}{more}的检查人员不足 {campaign.team} 名。请扩大人员来源。"
        )


def _open_all(campaign: Campaign, fixed: Draw, teams: dict[str, list[str]], actor: User) -> None:
    targets = {each.id: each for each in reads.drawn_targets(campaign, list(teams))}
    members = {str(row.number): row for row in fixed.pool.select_related("user")}
    sent: dict[User, int] = {}
    for id_, numbers in teams.items():
        case = _open(campaign, fixed, targets[id_], actor)
        for number in numbers:
            row = members[number]
            Inspector.objects.create(
                inspection=case, user=row.user, number=row.number, sent_at=clock.now()
            )
            sent[row.user] = sent.get(row.user, 0) + 1
        notices.tell(telling.drawn(case), case=case)
    span = f"{date_format(campaign.begins_on)}至{date_format(campaign.ends_on)}"
    body = f"检查时间：{span}。与被检查机构有利害关系的，请立即申请回避。"
    for user, count in sent.items():
        message = Message([user], f"请参加双随机检查：{count} 个任务（{campaign.title}）", body)
        notices.tell([message], link="/desk/inspections/mine/")


def _open(campaign: Campaign, fixed: Draw, target: Target, actor: User) -> Inspection:
    return door.open_case(
        kinds.by_code("inspection"),
        actor=actor,
        state=InspectionState.ASSIGNED,
        owner=organisation_of(target.agency),
        title=f"{target.label}双随机检查" if target.session is None else f"{target.label} 检查",
        division=target.agency.division if not target.session else target.session.plan.division,
        receiver=campaign.office,
        office=campaign.office,
        for_campaign=campaign,
        drawn_by=fixed,
        methods=campaign.methods,
        begins_on=campaign.begins_on,
        ends_on=campaign.ends_on,
        target=target.id,
        agency=target.agency,
        session=target.session,
    )


def _tidy(value: str) -> str:
    """One way to write a value, so that nobody can choose among several."""
    return " ".join(unicodedata.normalize("NFKC", value).split())
