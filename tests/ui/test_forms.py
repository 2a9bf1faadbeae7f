"""Forms speak: labels, help, errors, and the ways to them."""

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields import BLANK_CHOICE_DASH

from ui.forms import StyledFormMixin


class Filing(StyledFormMixin, forms.Form):
    name = forms.CharField(
        label="单位名称", help_text="与执照一致。", widget=forms.TextInput({"class": "wide"})
    )
    level = forms.ChoiceField(label="等级", choices=[("3", "三级")], widget=forms.RadioSelect)
    promise = forms.BooleanField(label="承诺属实")
    note = forms.CharField(label="备注", required=False, error_messages={"required": "自己的话"})
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Roster(StyledFormMixin, forms.Form):
    file = forms.FileField(label="名册", help_text="第一行为表头。")


def test_an_empty_form_has_no_summary_and_asks_in_our_words():
    html = str(Filing())
    assert "error-summary" not in html
    assert 'name="name" class="wide form-control" aria-describedby="id_name_helptext"' in html
    assert '<div class="field-help" id="id_name_helptext">与执照一致。</div>' in html
    assert 'for="id_note">备注<span class="optional">（选填）</span></label>' in html
    assert '<input type="hidden" name="secret" id="id_secret">' in html
    assert " required" not in html


@pytest.mark.django_db
def test_what_is_needed_in_one_case_is_not_called_optional_and_a_choice_asks():
    class Change(StyledFormMixin, forms.Form):
        new_name = forms.CharField(label="新名称", required=False)
        paper = forms.FileField(label="证明", required=False)
        owner = forms.ModelChoiceField(get_user_model().objects.all(), label="单位")
        kind = forms.ChoiceField(label="类别", choices=[*BLANK_CHOICE_DASH, ("a", "甲")])

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            for name in ("new_name", "paper"):
                self.fields[name].is_conditional = True

    html = str(Change())
    assert ("选填" in html, html.count('<option value="" selected>请选择</option>')) == (False, 2)


def test_errors_name_the_field_and_lead_to_it():
    form = Filing({"name": ""})
    html = str(form)
    assert dict(form.errors) == {
        "name": ["请填写单位名称。"],
        "level": ["请选择等级。"],
        "promise": ["请勾选“承诺属实”。"],
    }
    links = [part.split("</a>")[0] for part in html.split('<li><a href="')[1:]]
    assert links == [
        '#id_name">请填写单位名称。',
        '#id_level_0">请选择等级。',
        '#id_promise">请勾选“承诺属实”。',
    ]
    assert '<div class="error-summary" role="alert" tabindex="-1" autofocus>' in html
    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert '<fieldset class="field field-wrong" aria-describedby="id_level_error">' in html
    assert html.count('id="id_level"') == 1


def test_an_error_that_does_not_name_its_field_gets_its_name():
    class Count(StyledFormMixin, forms.Form):
        heads = forms.IntegerField(label="人数", min_value=1)

    assert '<a href="#id_heads">人数：确保该值大于或等于1。</a>' in str(Count({"heads": "0"}))


def test_what_was_typed_is_kept_and_escaped():
    assert 'value="&quot;&gt;&lt;script&gt;"' in str(Filing({"name": '"><script>'}))


def test_a_message_of_the_fields_own_stays():
    form = Filing()
    assert form.fields["note"].error_messages["required"] == "自己的话"


@pytest.mark.parametrize(
    ("size", "errors"),
    [(1000, []), (1001, ["“名册.xlsx”超过 0 MB，请缩小后再上传。"])],
)
def test_a_file_may_not_exceed_the_limit(settings, size, errors):
    settings.UPLOAD_LIMIT_BYTES = 1000
    form = Roster({}, {"file": SimpleUploadedFile("名册.xlsx", b"x" * size)})
    assert form.errors.get("file", []) == errors


def test_a_file_field_shows_progress_and_tells_the_limit():
    html = str(Roster())
    assert 'data-upload data-limit="10"' in html
    assert "第一行为表头。单个文件不超过 10 MB。" in html
    assert '<progress max="100" value="0" aria-label="上传进度"></progress>' in html
    assert 'type="file" name="file"' in html
