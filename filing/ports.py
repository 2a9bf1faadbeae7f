"""What the app that supervises answers for the register and for who files."""

from casework.parts import Part
from ui.ports import Port, SharedPort

# filing_bar(credit_code) -> a clause saying why no filing of that organisation is accepted for a
# time, to be followed by what therefore cannot be done; "" where it is.
filing_bar: Port[str] = Port("")

# agency_parts(agency, day) -> blocks of an agency's public page as of a day.
agency_parts: SharedPort[Part] = SharedPort()

# inner_agency_parts(agency, day, user) -> blocks that this person alone may see there.
inner_agency_parts: SharedPort[Part] = SharedPort()

# back_in_force(agency, actor) -> None; told, in its transaction, that an agency whose term was over
# is in force again: what a decision still says of it takes effect anew.
back_in_force: Port[None] = Port(None)
