"""What candidates ask of a plan; no act of a case."""

from casework.kinds import Act
from casework.parts import MakePart
from results.parts import rechecks

ACTS: tuple[Act, ...] = ()
PARTS: tuple[MakePart, ...] = (rechecks.part,)
# What the timeline calls what moves no state.
RECORDS: dict[str, str] = {
    "ask_recheck": "考生申请成绩复核",
    "answer_recheck": "答复成绩复核",
}
