"""What an application must satisfy. One check, one file, one function `check(dossier)`."""

from collections.abc import Callable, Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier

Check = Callable[[Dossier], Iterator[Issue]]
