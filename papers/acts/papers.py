"""What the timeline of a plan calls what happens to its papers, and the block on its page."""

from casework.parts import MakePart
from papers.parts import papers

PARTS: tuple[MakePart, ...] = (papers.part,)
RECORDS: dict[str, str] = {
    "draw_paper": "组卷",
    "exchange_question": "换题",
    "reword_question": "结合岗位调整试题",
    "seal_paper": "封存试卷",
    "spoil_paper": "作废试卷",
    "open_paper": "启封试卷",
    "register_printer": "登记印制单位",
    "hand_over_papers": "试卷付印",
    "receive_papers": "收回印制的试卷",
}
