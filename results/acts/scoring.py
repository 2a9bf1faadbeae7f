"""How scores become results."""

from casework.kinds import Act
from casework.parts import MakePart
from results.forms.scores import ScoreForm
from results.messages import scoring as tell
from results.parts import exemptions, scores
from results.services import computing

ACTS = (
    Act(
        "score",
        "完成评分",
        form=ScoreForm,
        effect=computing.score,
        messages=tell.scored,
        template="results/scores/act.html",
    ),
)
PARTS: tuple[MakePart, ...] = (exemptions.part, scores.part)
# What the timeline calls what moves no state.
RECORDS: dict[str, str] = {
    "choose_marking": "选择评分方式",
    "hand_in_scores": "提交成绩录入",
    "give_up_round": "放弃成绩录入",
    "decide_score": "裁定成绩",
    "grant_exemptions": "登记单科免考",
    "withdraw_exemption": "取消单科免考",
}
