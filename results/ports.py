"""What the app above that issues certificates answers for the forms of results."""

from datetime import date

from ui.ports import Port, Way

# results_settled(plan, actor, issue_on) -> nothing: the results of a locked plan are filed for
# review, or confirmed where nobody reviews them, and the forms are about to be fixed. `issue_on` is
# the day on which the agency means to issue. Raises ValidationError where no number can be had.
results_settled: Port[None] = Port(None)

# certificate_numbers(plan) -> the number of the certificate of each registration (its pk) that has
# one reserved or issued.
certificate_numbers: Port[dict[int, str]] = Port({})

# issue_date(plan) -> the date that stands on the certificates, before they are issued the day on
# which the agency means to; None while it is open.
issue_date: Port[date | None] = Port(None)

# candidate_certificate(entry) -> where a candidate finds his or her certificate; None until issued.
candidate_certificate: Port[Way | None] = Port(None)
