"""What one part of supervision asks of another, and what other floors may tell the draws."""

from casework.models import Case
from ui.ports import Port

# open_violation(subject=, facts=, office=, actor=, source=) -> the violation that was opened;
# subject: a registration, an examiner or an agency. None: violations are not kept here.
open_violation: Port[Case | None] = Port(None)

# risk_weights(agencies) -> by the key of an agency how many tickets it has in a draw by risk; one
# that is not named has 1.
risk_weights: Port[dict[int, int]] = Port({})
