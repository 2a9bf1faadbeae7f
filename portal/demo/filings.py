"""One filing in every state, and the filings on which the agencies of today rest."""

from dataclasses import dataclass
from datetime import timedelta

from catalogue import regulations
from catalogue.regulations.process import Arrow
from catalogue.regulations.terms import Actor, Affiliation, Tier
from catalogue.regulations.terms import FilingAct as Do
from catalogue.regulations.terms import FilingStep as Step
from filing.documents import commitment
from filing.enums import Purpose, Verdict
from filing.models import Filing, Opinion
from filing.selectors import experts
from filing.selectors.windows import Host
from filing.services import opinions, starting, supplement, windows
from filing.services.windows import Terms
from portal.demo.applications import Wanted, as_if_printed, fill_in, hand_in
from portal.demo.organisations import BODIES
from portal.demo.stage import Stage, Story
from portal.demo.ways import way

LC, LN, JS, SD = (
    "liaocheng-enterprise",
    "liaoning-enterprise",
    "jiangsu-enterprise",
    "shandong-social",
)
ELECTRICIAN, WELDER, TURNER, FITTER = "6-31-01-03", "6-18-02-04", "6-18-01-01", "6-20-01-01"
USUAL: tuple[Wanted, ...] = ((ELECTRICIAN, 5, 3), (WELDER, 5, 3))
# How long a step waits for the next, in working days; one where nothing is said.
WAITS = {Step.SUBMITTED: 4, Step.ACCEPTED: 6, Step.EVALUATION: 8, Step.PUBLICITY: 7}
METHODS = {Do.PASS: "pass_evaluation", Do.FAIL: "fail_evaluation", Do.RETURN: "send_back"}
ASIDE = (Do.WITHDRAW, Do.REQUEST_SUPPLEMENT, Do.RETURN, Do.REOPEN)
WORDS = {
    Do.DECLINE: "本批次征集的职业已有机构覆盖，设备评分低于入选线。",
    Do.RETURN: "备案表中的职业编码与大典不一致，请核对后重新上报。",
    Do.WITHDRAW: "生产线搬迁，条件具备后再申请。",
    Do.PASS: "专家组认为制度、人员、场地、设备符合备案条件。",
    Do.FAIL: "多数专家认为实训工位和考评人员不足，尚不符合备案条件。",
}
SAID = {
    Verdict.MEETS: "查阅资料并现场核对，符合要求。",
    Verdict.FAILS: "现有工位和人员达不到申报规模。",
}
TIER_OF = {Affiliation.COUNTY: Tier.COUNTY}
ITEM = ("papers", "完税证明不清晰，请上传清晰的扫描件。")


@dataclass(frozen=True)
class Plot:
    """A filing of somebody that came to a step. `rests`: for how many working days it has lain
    there; `years`: so long ago instead. `supplemented`: it was sent back once on its way."""

    who: str
    to: Step
    rests: int = 2
    regulation: str = LC
    years: float = 0
    wanted: tuple[Wanted, ...] = USUAL
    supplemented: bool = False
    panel: int = 3
    silent: int = 0  # how many of the panel have not spoken
    spare: bool = False  # not in a small world


# The agencies of today: (who, regulation, how many years ago, what).
STANDING = (
    Plot("firm", Step.REGISTERED, years=2.9, wanted=(*USUAL, (TURNER, 5, 3))),
    Plot("buses", Step.REGISTERED, years=2.6, supplemented=True, spare=True),
    Plot(
        "bearing", Step.REGISTERED, years=2.1, wanted=((TURNER, 5, 3), (FITTER, 5, 3)), spare=True
    ),
    Plot("power", Step.REGISTERED, years=1.4, spare=True),
    Plot("union", Step.REGISTERED, regulation=SD, years=2.4),
    Plot("college", Step.REGISTERED, regulation=SD, years=2.4, wanted=(*USUAL, (TURNER, 5, 3))),
    Plot("steel", Step.REGISTERED, regulation=LN, years=2.2, wanted=((WELDER, 5, 3), *USUAL[:1])),
    Plot(
        "optics",
        Step.REGISTERED,
        regulation=JS,
        years=1.8,
        wanted=((TURNER, 5, 3), *USUAL[:1]),
        spare=True,
    ),
)
# One in every state; the offices find them on their desks.
NOW = (
    Plot("springs", Step.SUBMITTED, rests=9),
    Plot("foundry", Step.SUBMITTED, rests=13, spare=True),
    Plot("cable", Step.SUPPLEMENT, rests=5),
    Plot("tractors", Step.ACCEPTED, rests=3),
    Plot("lifts", Step.EVALUATION, rests=4, panel=5, silent=5),
    Plot("food", Step.PASSED, rests=3),
    Plot("boards", Step.REPORTED, rests=6, supplemented=True),
    Plot("aluminium", Step.RETURNED, rests=2),
    Plot("pumps", Step.REFUSED, rests=60),
    Plot("paper", Step.RECEIPTED, rests=2),
    Plot("school", Step.SELECTED, rests=2, regulation=SD),
    Plot("crafts", Step.PUBLICITY, rests=2, regulation=SD),
    Plot("university", Step.PUBLICISED, rests=1, regulation=SD),
    Plot("mining", Step.COMMITTED, rests=2, regulation=LN),
    Plot("heavy", Step.RECHECKED, rests=2, regulation=LN),
    Plot("circuits", Step.FAILED, rests=30, regulation=JS),
    Plot("doors", Step.DRAFT, rests=1),
    Plot("skills", Step.UNSELECTED, rests=20, regulation=SD),
    Plot("glass", Step.WITHDRAWN, rests=40),
)
CENTRE = "city_centre"
CRITERIA = "技术评估结论；场地设施设备；考评人员和质量督导人员；近三年评价业绩。"


def build(stage: Stage) -> None:
    """The windows, and a story for every plot."""
    _windows(stage)
    for plot in stage.some((*STANDING, *NOW)):
        waits = _waits(stage, plot)
        back = stage.today - timedelta(days=round(plot.years * 365.25))
        rests = 0 if plot.years else plot.rests
        stage.plan(filed(stage, plot), stage.before(sum(waits) + rests + 1, back))


def filed(stage: Stage, plot: Plot) -> Story:
    """One filing from its draft to where its plot ends."""
    owner = stage.places[plot.who]
    filing = starting.start(
        owner,
        regulation_id=plot.regulation,
        purpose=Purpose.FIRST,
        actor=stage.clerk(owner),
        receiver=_receiver(stage, plot),
    )
    makes = BODIES[plot.who].makes if plot.who in BODIES else "机械加工"
    wanted = list(plot.wanted)
    fill_in(stage, filing, makes, wanted if plot.to != Step.DRAFT else wanted[:1])
    for arrow, wait in zip(_way(stage, plot), _waits(stage, plot), strict=True):
        yield wait
        filing = Filing.objects.get(pk=filing.pk)
        if arrow.by == Actor.SYSTEM:
            continue  # the night has done it
        filing = _done(stage, plot, filing, arrow.act)
    if plot.to == Step.EVALUATION:
        yield 1
        _speak(filing, Verdict.MEETS, plot.silent)


def _done(stage: Stage, plot: Plot, filing: Filing, act: Do) -> Filing:
    """One act with what goes before it."""
    if act in (Do.PASS, Do.FAIL):
        _speak(filing, Verdict.MEETS if act == Do.PASS else Verdict.FAILS, plot.silent)
    if act == Do.REQUEST_SUPPLEMENT:
        officer = stage.who_may(filing, "accept")
        supplement.add(filing, section=ITEM[0], text=ITEM[1], actor=officer)
    if act == Do.RESUBMIT:
        clerk = stage.clerk(filing.owner)
        as_if_printed(filing, clerk)
        hand_in(filing, "tax", "完税证明", clerk)
    data = {"note": WORDS[act]} if act in WORDS else {}
    return stage.act(filing, METHODS.get(act, act.value), **data, **_data(plot, filing, act))


def _data(plot: Plot, filing: Filing, act: Do) -> dict:
    """What the form of an act would have asked."""
    if act == Do.REFUSE:
        said = {"reason": "营业执照载明的住所不在受理范围内。"}
        said["remedy"] = "请向住所地的人社部门申请。"
        return said | {"note": "\n补救办法：".join(said.values())}
    if act == Do.EVALUATE:
        methods = [rule.text for rule in filing.regulation.evaluation[:2]]
        wide = filing.receiver.tier == Tier.COUNTY
        return {"methods": methods, "size": plot.panel, "reserves": 0, "wide": wide}
    if act == Do.COMMIT:
        promised = commitment.of(filing)
        return {"name": filing.created_by.name, "digest": promised.digest}
    return {}


def _speak(filing: Filing, verdict: Verdict, silent: int) -> None:
    """Each expert judges every condition and the whole; the last ones keep silent."""
    seats = list(experts.tallies(filing)[0].seats)
    for seat in seats[: len(seats) - silent]:
        if seat.spoken_at:
            continue
        said = {"verdict": verdict, "text": SAID[verdict], "evidence": "制度文件和现场记录"}
        Opinion.objects.bulk_create(
            Opinion(member=seat, condition=each.key, **said) for each in opinions.conditions(filing)
        )
        opinions.save(seat, condition="", field="verdict", value=verdict)
        opinions.save(seat, condition="", field="text", value=SAID[verdict])
        opinions.speak(seat, actor=seat.user)


def _way(stage: Stage, plot: Plot) -> list[Arrow]:
    arrows = regulations.get(plot.regulation).processes.filing.arrows
    receiver = _receiver(stage, plot)
    tier = receiver.tier if receiver else TIER_OF.get(stage.places[plot.who].affiliation, Tier.CITY)
    if plot.regulation != LC:
        tier = Tier.CITY
    found = way(arrows, plot.to, tier=tier, besides=ASIDE)
    if plot.supplemented:
        again = {each.act: each for each in arrows}
        found[1:1] = [again[Do.REQUEST_SUPPLEMENT], again[Do.RESUBMIT]]
    return found


def _waits(stage: Stage, plot: Plot) -> list[int]:
    return [WAITS.get(arrow.source, 1) for arrow in _way(stage, plot)]


def _receiver(stage: Stage, plot: Plot):
    """Only where the rule leaves a choice."""
    return stage.places["city"] if plot.who == "power" else None


def _windows(stage: Stage) -> None:
    """One in which the agencies of today were chosen, one that is open."""
    long_ago = stage.today - timedelta(days=round(2.4 * 365.25))
    for number, (opens, closes) in enumerate(
        (
            (stage.before(60, long_ago), long_ago),
            (stage.before(70), stage.after(stage.today, 8)),
        ),
        1,
    ):
        title = f"聊城市社会培训评价组织第{'一二'[number - 1]}批征集公告"
        stage.plan(_window(stage, Terms(title, opens, closes, 2, 8, CRITERIA)), opens)


def _window(stage: Stage, terms: Terms) -> Story:
    office = stage.places[CENTRE]
    windows.publish(Host(office, regulations.get(SD)), terms, actor=stage.clerk(office))
    return
    yield
