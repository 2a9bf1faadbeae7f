"""What question banks and papers add to the kinds of case."""

from casework import kinds
from papers.acts import papers

kinds.extend("plan", kinds.Extension(parts=papers.PARTS, records=papers.RECORDS))
