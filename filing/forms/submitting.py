"""What is asked when an application is sent."""

from django import forms

from casework.forms import ActForm


class ReviewForm(ActForm):
    """`seen` is the digest of what the page shows; `act` tells sending from sending again."""

    act = forms.CharField(widget=forms.HiddenInput, max_length=20)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label="已逐项核对，以上内容真实、准确，并作出上述承诺",
        error_messages={"required": "请先核对全部内容，再勾选。"},
    )
