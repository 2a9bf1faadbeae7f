"""Names with characters that Unicode took in after the version that Python knows."""

import pytest

from assessment.person import clean_name, unprintable

LATER = "\U0002ebf0\U00031350\U000323b0"  # extensions I, H and J


def test_a_rare_character_is_no_private_one():
    assert clean_name(f"李{LATER}") == f"李{LATER}"


@pytest.mark.parametrize("char", ["\ue000", "\U000f0000", "\U0002ee5e", "\U0003347a"])
def test_what_no_standard_has_is_refused(char):
    with pytest.raises(ValueError, match=f"自造字（U\\+{ord(char):04X}）"):
        clean_name(f"李{char}")


def test_what_the_fonts_lack_is_kept_and_named():
    assert unprintable("李𧒽\U000323b0") == "“\U000323b0”（U+323B0）"
