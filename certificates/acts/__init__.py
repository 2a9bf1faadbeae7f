"""What certificates add to a plan, and the kinds of case of their own."""

from casework import kinds
from certificates.acts import changing, holders, issuing, special  # noqa: F401 kinds register
from certificates.parts import life
from certificates.selectors.visible import is_certificate

kinds.extend(
    "plan",
    kinds.Extension(
        acts=issuing.ACTS,
        parts=(*issuing.PARTS, life.handing),
        records=issuing.RECORDS,
        opens=lambda user, case, file: False if is_certificate(file) else None,
    ),
)
