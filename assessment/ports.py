"""What the apps above answer for who is assessed and who serves."""

from dataclasses import dataclass
from datetime import date

from assessment.models import Examiner
from ui.ports import Port, SharedPort


@dataclass(frozen=True)
class Bar:
    """That a person may not be assessed on a day: whose hash, why in a sentence that names no
    agency, and what to do."""

    id_hash: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class StaffBar:
    """Somebody may not serve in a session from `since` to `until`, whichever agency sends him or
    her: found by the ID number's hash, else only the very row. `text` follows the name."""

    id_hash: str
    examiner: int
    since: date
    until: date
    text: str

    def holds(self, examiner: Examiner, day: date) -> bool:
        """Whether that is this person, on that day."""
        same = self.id_hash == examiner.id_hash if self.id_hash else self.examiner == examiner.pk
        return same and self.since <= day <= self.until


# barred(hashes, day) -> what keeps those of these people from being assessed on that day; asked for
# at most a thousand at a time.
barred: SharedPort[Bar] = SharedPort()

# staff_bars() -> every bar that is in force, or to come.
staff_bars: Port[tuple[StaffBar, ...]] = Port(())

# sending_page(session, user) -> where the bureaus of the place send supervisors to a session by
# lot; "" where they keep no corps, so that they are sent by hand.
sending_page: Port[str] = Port("")

# visit_page(duty) -> where the note of a supervisor who was sent by lot is written and read, and
# the sending taken back; "" for one who was sent by hand.
visit_page: Port[str] = Port("")
