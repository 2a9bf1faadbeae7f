"""How the sessions are held and the holding is ended."""

from casework.forms import NoteForm
from casework.kinds import Act
from casework.parts import MakePart
from results.messages import holding as tell
from results.parts import held
from results.services import holding

ACTS = (
    Act(
        "hold",
        "完成评价",
        form=NoteForm,
        effect=holding.hold,
        messages=tell.held,
        warning="完成后各场到考情况不能再更改。",
    ),
)
PARTS: tuple[MakePart, ...] = (held.part,)
# What the timeline calls what moves no state.
RECORDS: dict[str, str] = {
    "amend_attendance": "更正到考登记",
    "give_papers": "登记发卷卷别",
    "note_rest": "登记其余考生到考情况",
    "record_incident": "记录考场情况",
    "revoke_incident": "撤销考场情况记录",
    "write_visit": "填写督导记录",
}
