"""The browser fixtures themselves: they must notice what they promise to notice."""

import pytest


def test_a_foreign_request_and_a_script_error_are_noticed(desktop, page_problems):
    desktop.goto("/healthz")
    desktop.evaluate(
        """() => { new Image().src = "http://example.invalid/x.png";
                   setTimeout(() => { throw new Error("boom") }) }"""
    )
    desktop.wait_for_event("pageerror", predicate=lambda error: "boom" in error.message)
    text = "\n".join(page_problems)
    page_problems.clear()
    assert ("example.invalid" in text, "boom" in text) == (True, True)


def test_axe_notices_an_image_without_text(desktop, axe):
    desktop.set_content("<main><h1>t</h1><img src='data:,'></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(desktop)


@pytest.mark.parametrize(
    ("head", "complaint"),
    [("<meta name=viewport content='width=device-width'>", "140 px too wide"), ("", "no viewport")],
)
def test_fits_notices_a_page_that_does_not_fit_the_phone(phone, fits, head, complaint):
    phone.set_content(f"{head}<div style='margin:-8px;width:500px'>x</div>")
    with pytest.raises(AssertionError, match=complaint):
        fits(phone)
