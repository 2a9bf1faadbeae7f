"""What follows the morning of the exam: the other acts of a plan."""

from casework import kinds
from results.acts import archiving, candidates, holding, publishing, scoring
from results.selectors.files import may_open

EACH = (holding, scoring, publishing, candidates, archiving)

kinds.extend(
    "plan",
    kinds.Extension(
        acts=tuple(act for each in EACH for act in each.ACTS),
        parts=tuple(part for each in EACH for part in each.PARTS),
        records={name: label for each in EACH for name, label in each.RECORDS.items()},
        guards=publishing.GUARDS,
        publicities=publishing.PUBLICITIES,
        opens=may_open,
    ),
)
