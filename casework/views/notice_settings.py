"""By which ways, besides the portal, a person wants to be told."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.models import NoticePreference
from ui.forms import StyledFormMixin


class PreferenceForm(StyledFormMixin, forms.ModelForm):
    class Meta:
        model = NoticePreference
        fields = ("email", "sms")

    def clean_sms(self) -> bool:
        if self.cleaned_data["sms"] and not self.instance.user.phone:
            raise forms.ValidationError("您还没有登记手机号码，不能接收短信。请先登记手机号码。")
        return self.cleaned_data["sms"]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """One's own choice; the portal itself tells everything in any case."""
    kept = NoticePreference.objects.filter(user=request.user).first()
    kept = kept or NoticePreference(user=request.user)
    sent = request.POST if request.method == "POST" else None  # no box ticked: no field at all
    form = PreferenceForm(sent, instance=kept)
    if form.is_valid():
        form.save()
        messages.success(request, "已保存，之后的消息按此发送。")
        return redirect("casework:notices")
    return render(request, "casework/notice_settings.html", {"form": form})
