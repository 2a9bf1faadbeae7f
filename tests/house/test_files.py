"""What no file of the project may be or hold. Each rule is also shown to bite."""

import pytest

from tests.house import rules, tracked

LONGEST_FILE, LONGEST_TEST_FILE = 400, 500
PYTHON = [path for path in tracked.of(".py") if tracked.MIGRATIONS not in path.as_posix()]
TEMPLATES = [path for path in tracked.of(".html") if path.parts[0] == "templates"]
TEXTS = [path for path in tracked.files() if not path.as_posix().startswith(tracked.VENDOR)]


def faults(rule, paths):
    return {str(path): found for path in paths if (found := rule(tracked.text(path)))}


def test_files_stay_short():
    long = {
        str(path): lines
        for path in tracked.own_code()
        if (lines := len(tracked.text(path).splitlines()))
        > (LONGEST_TEST_FILE if path.parts[0] == "tests" else LONGEST_FILE)
    }
    assert long == {}


def test_functions_stay_short():
    assert faults(rules.long_functions, PYTHON) == {}


def test_templates_hold_no_code_and_escape_everything():
    assert faults(rules.inline_code, TEMPLATES) == {}


def test_no_state_is_moved_past_its_machine():
    """Tests may, to see that it is found."""
    code = [path for path in PYTHON if path.parts[0] != "tests"]
    assert faults(rules.state_updates, code) == {}
    assert faults(rules.state_assignments, code) == {}


def test_there_is_one_door():
    code = [path for path in PYTHON if path.parts[0] != "tests"]
    assert list(faults(rules.doors, code)) == ["casework/services/door.py"]


def test_there_is_one_clock():
    code = [path for path in PYTHON if path.parts[0] != "tests" and path.name != "clock.py"]
    assert faults(rules.other_clocks, code) == {}


def test_no_file_names_a_machine_or_a_registry():
    assert faults(rules.machine_traces, TEXTS) == {}


def test_no_file_holds_a_number_that_could_be_a_persons():
    assert faults(rules.personal_numbers, TEXTS) == {}


# --- The rules bite ----------------------------------------------------------------------------

LONG = "def f():\n" + "    pass\n" * rules.LONGEST_FUNCTION
ID = "11010519491231002"  # the standard's own example (GB 11643), its check digit is X


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (rules.long_functions, LONG, LONG.removesuffix("    pass\n")),
        (rules.inline_code, "<script>x</script>", "<script src='x.js' defer></script>"),
        (rules.inline_code, "<style>p{}</style>", "<link rel='stylesheet' href='x.css'>"),
        (rules.inline_code, "<p class='a' style='x'>", "<p data-style='x'>"),
        (rules.inline_code, "<a\n onclick='x'>", "<a href='?on=1' data-on='x'>on = 1</a>"),
        (rules.inline_code, "<a href='javascript:x'>", "<a href='/javascript/'>"),
        (rules.inline_code, "{{ text|safe }}", "{{ text|safer }}"),
        (rules.inline_code, "{% autoescape off %}", "{% autoescape on %}"),
        (rules.state_updates, "rows.up" + "date(at=now(), state=1)", "rows.update(statement=1)"),
        (rules.state_assignments, "case.state = 'accepted'", "case.state == 'accepted'"),
        (rules.state_assignments, "setattr(case, 'state', x)", "getattr(case, 'state', x)"),
        (rules.state_assignments, "x.bulk_update(rows, ['state'])", "x.bulk_update(rows, ['a'])"),
        (rules.doors, "case.save(by_door=True)", "case.save(update_fields=['remark'])"),
        (rules.other_clocks, "timezone.now()", "clock.now()"),
        (rules.other_clocks, "date.today()", "clock.today()"),
        (rules.machine_traces, "cd /ro" + "ot/x", "the root of /"),
        (rules.machine_traces, "https://py" + "pi.org/simple", "pip install"),
        (rules.personal_numbers, "电话 138" + "00138000", "sha256:a138" + "00138000b"),
        (rules.personal_numbers, f"{ID}X", f"{ID}1"),
    ],
)
def test_a_rule_bites_and_lets_the_rest_alone(rule, bad, good):
    assert ([*map(bool, map(rule, (bad, good)))]) == [True, False]
