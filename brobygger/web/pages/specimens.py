"""Every component on one sheet, for eyes, keyboards and machines. Demo and development only."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from brobygger.web.days import Days
from brobygger.web.fields import DateField, NumberField, TimeField
from brobygger.web.forms import Form, FreeText
from brobygger.web.keyset import Page
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, sent
from brobygger.web.shell import Crumb, Fact, Row, Step


class SpecimenForm(Form):
    place = forms.CharField(label=_("Hvor skal han være?"), max_length=80, error_messages={"required": _("Skriv hvor Henrik skal være")})
    starts_on = DateField(when=Days.PLAN, label=_("Når begynner han?"), error_messages={"required": _("Skriv når Henrik begynner")})
    at = TimeField(label=_("Når på dagen?"), required=False)
    hours = NumberField(label=_("Timer i uka"), min_value=1, max_value=37)
    trade = forms.ChoiceField(label=_("Bransje"), choices=[("", _("Velg en bransje")), ("food", _("Mat")), ("shop", _("Butikk"))])
    kind = forms.ChoiceField(
        label=_("Hva slags plass er det?"),
        choices=[("practice", _("Praksis")), ("subsidised", _("Jobb med lønnstilskudd")), ("job", _("Ordinær jobb"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Hvilke dager?"),
        help_text=_("Kryss av for alle som passer."),
        choices=[("mon", _("Mandag")), ("tue", _("Tirsdag"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    has_mentor = forms.BooleanField(label=_("Det er avtalt hvem som er fadder"), required=False)
    note = FreeText(label=_("Hva trengs på jobben?"), readers="Henrik og lederen hans", required=False)


PEOPLE = [("Amina Rahimi", ""), ("Yusuf Hassan", "rav"), ("Thea Bjørnøy", "lyng")]


@login_not_required
@page()
def sheet(request: Request) -> HttpResponse:
    form = SpecimenForm(sent(request))
    return render_part(
        request,
        "pages/specimens.html#form",
        {
            "form": form,
            "crumbs": [Crumb("Loopene", "/"), Crumb("Brovik-loopen 2027", "/")],
            "steps": [Step("Kick-off", "/", is_done=True), Step("Ønsker", "/", is_here=True), Step("Plan")],
            "facts": [Fact("Vil lære", "Bake brød, og stå i butikken når hun er klar for det."), Fact("Telefon", "680 50 214")],
            "heads": ["Deltaker", "Fra 4. januar", "Fra 3. mai"],
            "rows": [
                Row("Amina", ["Rugbakken bakeri", "Elvekroken verksted"], url="/"),
                Row("Emil", ["Elvekroken verksted", "Lyngtunet hagesenter"]),
            ],
            "people": PEOPLE,
            "page": Page(rows=(), before_url="/", after_url="/", is_newest_first=True),
        },
    )


@login_not_required
@page()
def window(request: Request) -> HttpResponse:
    return render(request, "pages/specimen_window.html", {"whose": "Tor Bakkli"})
