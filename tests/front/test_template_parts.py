"""The parts that pages are put together from: each is right by itself, whatever page uses it."""

import re
from types import SimpleNamespace

import brotli
import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import InputRequired

from eventapp import assets
from eventapp.front import illustrations
from eventapp.front.template_art import drawings
from eventapp.paths import ROOT

TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts]
STYLES = list((ROOT / "static/css").glob("*.css"))
ROLES = [
    SimpleNamespace(id=11, name="Newcomer", mark=1),
    SimpleNamespace(id=12, name="Leader", mark=5),
]


class Form(FlaskForm):
    """One field of each kind."""

    first_name = StringField(
        "First name",
        [InputRequired("Enter your first name.")],
        render_kw={"autocomplete": "given-name"},
    )
    email = EmailField("Email", render_kw={"aria-describedby": "elsewhere"})
    role = RadioField(
        "Coming as",
        [InputRequired("Pick what you’re coming as.")],
        choices=[SelectChoice("11", "Newcomer"), SelectChoice("12", "Leader")],
    )
    keep = BooleanField("Let me pick people")
    tables = IntegerField("Tables", default=8)
    next = HiddenField()


@pytest.fixture
def page():
    """Render a line of template with the macros at hand, and a form filled with what is given."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="k" * 40)
    app.jinja_env.globals["art"] = drawings
    Babel(app)
    CSRFProtect(app)
    assets.init(app)

    def render(text: str, *, posted: dict | None = None, **context: object) -> str:
        names = ", ".join(sorted(set(re.findall(r"{{ (\w+)\(", text))))
        with app.test_request_context("/", method="GET" if posted is None else "POST"):
            form = Form(MultiDict(posted) if posted is not None else None, meta={"csrf": False})
            if posted is not None:
                form.validate()
            source = f'{{% from "_parts.html" import {names} %}}{text}'
            return render_template_string(source, form=form, roles=ROLES, **context)

    return render


def test_a_field_names_its_label_hint_and_error(page):
    html = page("{{ field(form.first_name, 'As you like it') }}", posted={})

    assert '<label for="first_name">First name</label>' in html
    assert '<span class="hint" id="first_name-hint">As you like it</span>' in html
    assert '<span class="err" id="first_name-err">Enter your first name.</span>' in html
    assert 'aria-describedby="first_name-hint first_name-err"' in html
    assert 'aria-invalid="true"' in html
    assert 'autocomplete="given-name"' in html


def test_a_field_keeps_what_its_form_says_describes_it(page):
    html = page("{{ field(form.email, 'For your invite', optional=True) }}")

    assert 'aria-describedby="email-hint elsewhere"' in html
    assert "(optional)" in html
    assert "aria-invalid" not in html


def test_what_was_typed_into_a_field_is_shown_as_text(page):
    html = page("{{ field(form.email) }}", posted={"email": '"><b>x'})

    assert "<b>x" not in html


def test_the_role_picker_is_reachable_from_the_list_of_problems(page):
    html = page("{{ error_summary(form) }}{{ role_picker(form.role, roles) }}", posted={})

    target = re.search(r'<a href="#(role[^"]*)">Pick what you’re coming as\.</a>', html)
    assert target is not None
    assert f'id="{target[1]}"' in html
    assert len(re.findall(r'type="radio" name="role"', html)) == 2
    assert html.count('data-mark="5"') == 1


def test_the_chosen_role_stays_chosen(page):
    html = page("{{ role_picker(form.role, roles) }}", posted={"role": "12"})

    assert re.findall(r'value="(\d+)" data-mark="\d" checked', html) == ["12"]


def test_the_list_of_problems_is_announced_and_takes_the_focus(page):
    html = page("{{ error_summary(form) }}", posted={})

    assert 'role="alert"' in html
    assert "autofocus" in html
    assert "There are 2 problems" in html


def test_a_form_without_problems_has_no_list_of_them(page):
    html = page("{{ error_summary(form) }}", posted={"first_name": "Aiko", "role": "11"})

    assert html.strip() == ""


def test_a_button_that_changes_something_is_a_form_with_a_token(page):
    html = page("{{ post_button('/x', 'Undo', 'quiet', fields={'seat': 7}) }}")

    assert '<form class="inline" method="post" action="/x">' in html
    assert re.search(r'name="csrf_token" value="[^"]{20,}"', html)
    assert '<input type="hidden" name="seat" value="7">' in html


def test_stepper_buttons_wait_for_their_script(page):
    html = page("{{ stepper(form.tables, 'round ones') }}")

    assert len(re.findall(r'<button type="button" class="step"[^>]* hidden>', html)) == 2
    assert 'value="8"' in html


def test_a_badge_says_its_role_in_words_and_fits_its_name(page):
    html = page("{{ badge_preview('Bartholomew', 'Smith', 'he/him', 'maps', 'Leader', 5) }}")

    assert 'class="first n-11"' in html
    assert "band fill-5" in html
    assert "Leader" in html


def test_a_program_says_how_many_sessions_it_has(page):
    card = {"title": "Six evenings", "url": "/p", "day": 17, "steps": 6, "done": 2, "marks": [1]}

    html = page("{{ program_card(card) }}", card=card)

    assert 'role="img" aria-label="6 sessions"' in html
    assert html.count('<i class="on">') == 4


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("Al", "n-3"),
        ("Aiko", "n-4"),
        ("Zoë", "n-3"),
        ("Nguyễn", "n-6"),
        ("陈伟", "n-4"),
        ("", "n-3"),
        ("x" * 90, "n-24"),
    ],
)
def test_a_name_is_as_wide_as_its_letters(name, css):
    assert illustrations.name_class(name) == css


def test_every_drawing_is_well_formed_and_escapes_what_it_is_told():
    from xml.dom.minidom import parseString

    evil = "<&\"'>"
    drawn = [
        illustrations.mark_svg(8, label=evil),
        illustrations.table_svg([1, 0, -5, 8], label=evil),
        illustrations.hero_svg(),
        illustrations.waiting_svg(9, 6, [1] * 40),
        illustrations.seatmap_svg(
            evil, evil, 4, [(1, evil), (2, "Zoë")], you_word=evil, label=evil
        ),
        illustrations.queue_svg([1, 2], evil, [1, 2, 3, 4], 5, you_word=evil, label=evil),
        illustrations.trail_svg([[1, -2], [3], []]),
        illustrations.trail_svg([]),
        illustrations.room_svg([[1, 2]] * 11, label=evil),
        illustrations.room_svg([]),
        illustrations.mixbar_svg([(1, 9), (8, 3)]),
        illustrations.mixbar_svg([]),
        illustrations.meter_svg(3, 0),
        illustrations.reach_svg(3, 2, 0, 0),
        illustrations.range_svg(None, None, 0, 4),
    ]

    for svg in drawn:
        parseString(svg)
        assert "style=" not in svg


def test_a_meter_never_overflows():
    assert 'width="100.0"' in illustrations.meter_svg(30, 20)
    assert 'width="0.0"' in illustrations.meter_svg(-1, 20)


def test_every_class_on_a_page_is_known_to_the_styles():
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(p.read_text() for p in STYLES)))
    unknown = {}
    for path in TEMPLATES:
        words = " ".join(re.findall(r'class="([^"]*)"', path.read_text()))
        words = re.sub(r"[\w-]*(\{\{.*?\}\}|\{%.*?%\})", " ", words)
        if strange := set(words.split()) - known:
            unknown[path.relative_to(ROOT).as_posix()] = sorted(strange)

    assert unknown == {}


def test_every_icon_on_a_page_is_in_the_sprite():
    sprite = set(re.findall(r'id="i-(\w+)"', (ROOT / "static/icons.svg").read_text()))
    used = set()
    for path in TEMPLATES:
        used |= set(re.findall(r"icon\('(\w+)'", path.read_text()))

    assert used - sprite == set()


def test_what_a_first_visit_loads_beside_the_page_is_light():
    fonts = ("fonts/bricolage-latin.woff2", "fonts/figtree-latin.woff2")
    texts = ("css/app.css", "css/event.css", "icons.svg", "favicon.svg", "js/badge.js")
    static = ROOT / "static"

    bytes_ = sum((static / name).stat().st_size for name in fonts)
    bytes_ += sum(len(brotli.compress((static / name).read_bytes())) for name in texts)

    assert bytes_ < 58_000
