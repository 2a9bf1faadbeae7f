"""What keeps a plan from being scored: everything that is not there yet, by sheet."""

from collections.abc import Iterable, Iterator

from assessment.frames.arrangement import Frame as Arrangement
from assessment.selectors.norms import Demand, Norms
from casework.issues import Issue
from results.frames.scores import Frame, Key, Line

NAMED = 10
SECTION = "scores"


def check(frame: Frame) -> Iterator[Issue]:
    """Rounds, differences, panels and presence, each sheet by itself; the numbers of tickets say
    whom it is about."""
    norms = _panel_norms(frame)
    for key in frame.keys:
        lines = [line for line in frame.lines(key) if not line.is_void]
        yield from _presence(key, lines)
        if not lines:
            continue
        if key.by_panel:
            yield from _panel(frame, key, lines, norms)
        else:
            yield from _rounds(frame, key)
        if frame.handed_in(key):
            yield from _open(key, lines)


def _presence(key: Key, lines: list[Line]) -> Iterator[Issue]:
    if unknown := [line for line in lines if line.presence is None]:
        text = f"{key.title}：没有登记到考情况 {_named(unknown)}。"
        yield Issue("presence", SECTION, text, "请在考场登记中补登。")


def _rounds(frame: Frame, key: Key) -> Iterator[Issue]:
    for position, label in ((1, "一录"), (2, "二录")):
        round_ = frame.round(key, position)
        if round_ is None:
            text, remedy = f"{key.title}：还没有{label}。", "请登分人员录入并提交。"
        elif round_.frozen_at is None:
            text, remedy = f"{key.title}：{label}还没有提交。", f"请{round_.clerk}录入完后提交。"
        else:
            continue
        yield Issue("round", SECTION, text, remedy)


def _panel(
    frame: Frame, key: Key, lines: list[Line], norms: dict[tuple[int, str], list[Demand]]
) -> Iterator[Issue]:
    if awaited := [line for line in lines if line.is_awaited]:
        text = f"{key.title}：考评组还没有评完 {_named(awaited)}。"
        yield Issue("panel", SECTION, text, "请考评人员提交评分；没有账号的由经办人代录。")
    for demand in norms.get((key.item.pk, key.subject.kind), ()):
        norm = demand.norm
        few = [
            line
            for line in lines
            if line.panel and not line.is_awaited and not _is_met(len(line.panel), norm)
        ]
        if few:
            odd = "且为单数" if norm.odd else ""
            text = f"{key.title}：考评组应有 {norm.least} 人以上{odd}，不符合的 {_named(few)}。"
            remedy = "请核对考评人员安排。"
            yield Issue("panel-size", SECTION, text, remedy, demand.basis)


def _is_met(count: int, norm) -> bool:
    return count >= norm.least and not (norm.odd and count % 2 == 0)


def _open(key: Key, lines: list[Line]) -> Iterator[Issue]:
    waiting = [line for line in lines if line.is_open and not line.is_awaited]
    if waiting:
        text = f"{key.title}：有 {len(waiting)} 项成绩待裁定 {_named(waiting)}。"
        yield Issue("difference", SECTION, text, "请没有参加录入的第三人裁定。")


def _panel_norms(frame: Frame) -> dict[tuple[int, str], list[Demand]]:
    """What each panel's sheet takes, where there are any."""
    if not any(key.by_panel for key in frame.keys):
        return {}
    norms = Norms(Arrangement.of(frame.plan))
    found: dict[tuple[int, str], list[Demand]] = {}
    for session in norms.frame.sessions:
        for item in session.items.all():
            demands = found.setdefault((item.pk, session.subject), [])
            demands += [each for each in norms.demands(session) if each not in demands]
    return found


def _named(lines: Iterable[Line]) -> str:
    lines = list(lines)
    named = "、".join(line.ticket for line in lines[:NAMED])
    return f"{named}等 {len(lines)} 人" if len(lines) > NAMED else named
