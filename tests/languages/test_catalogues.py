"""The catalogues hold just what the code says, and a translation keeps what isn't words."""

import gettext
import importlib.util
import re
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message

from eventapp import languages, paths

WHERE = paths.ROOT / "translations" / "catalogues.py"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z][^<>]*>")


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", WHERE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues = _module()
each_language = pytest.mark.parametrize("tag", catalogues.TRANSLATED)


@cache
def read(tag: str) -> Catalog:
    return catalogues.read(tag)


@cache
def extracted() -> Catalog:
    return catalogues.extracted()


def ids(catalog: Catalog) -> set[tuple[str | None, ...]]:
    """Each sentence, and the context that tells it from another of the same words."""
    return {
        (one.context, *(one.id if isinstance(one.id, tuple) else (one.id,)))
        for one in catalogues.messages(catalog)
    }


def test_every_language_of_the_menu_has_a_catalogue() -> None:
    assert {"en", *catalogues.TRANSLATED} == set(languages.LANGUAGES)


@each_language
def test_a_catalogue_holds_just_what_the_code_says(tag: str) -> None:
    said, held = ids(extracted()), ids(read(tag))

    assert (said - held, held - said) == (set(), set()), "run script/translations"


def test_the_list_of_all_sentences_is_what_the_code_says() -> None:
    with catalogues.SENTENCES.open("rb") as file:
        held = ids(catalogues.read_po(file))

    assert held == ids(extracted()), "run script/translations"


@each_language
def test_a_catalogue_has_every_sentence_in_its_language(tag: str) -> None:
    missing = [
        one.id for one in catalogues.messages(read(tag)) if not catalogues.is_translated(one)
    ]

    assert missing == []


@each_language
def test_a_counted_word_has_the_forms_that_its_language_has(tag: str) -> None:
    """As CLDR says: which one a number takes, too."""
    catalog, kinds = read(tag), catalogues.counts(tag)
    rule, form = Locale(tag).plural_form, gettext.c2py(catalog.plural_expr)

    assert catalog.num_plurals == len(kinds)
    for number in (*range(130), 1000, 1001, 10_002):
        assert kinds[form(number)] == rule(number)
    for one in catalogues.messages(catalog):
        if one.pluralizable:
            assert len(one.string) == len(kinds), one.id


def faults(one: Message) -> list[str]:
    """What is wrong with a translation."""
    if not catalogues.is_translated(one):
        return []
    said = one.string if isinstance(one.string, tuple) else (one.string,)
    originals = one.id if isinstance(one.id, tuple) else (one.id,)
    found = []
    for form in said:
        allowed = [Counter(PLACEHOLDER.findall(each)) for each in originals]
        # 'one table' may say so in words, in languages where that form is of one number alone.
        if Counter(PLACEHOLDER.findall(form)) not in allowed and not (
            one.pluralizable and set(PLACEHOLDER.findall(form)) < set(allowed[-1])
        ):
            found.append(f"placeholders: {form}")
        if Counter(TAG.findall(form)) not in [Counter(TAG.findall(each)) for each in originals]:
            found.append(f"tags: {form}")
        if '"' in form and '"' not in "".join(originals):
            found.append(f"would end an attribute: {form}")
        if "\n" in form and "\n" not in originals[0]:
            found.append(f"a line of its own: {form}")
        # French keeps a mark such as ';' from what stands before it, by a blank that no line ends at.
        begins = form.lstrip("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")[0]
        if (begins.isspace(), form[-1].isspace()) != (
            originals[0][0].isspace(),
            originals[0][-1].isspace(),
        ):
            found.append(f"blanks around it: {form!r}")
    return found


@each_language
def test_a_translation_keeps_placeholders_and_tags(tag: str) -> None:
    found = {one.id: faults(one) for one in catalogues.messages(read(tag))}

    assert {sentence: wrong for sentence, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("original", "said"),
    [
        ("%(name)s is in.", "%(nom)s ist da."),
        ("%(name)s is in.", "Ist da."),
        ("%(name)s is in.", "%(name)s ist da, %(name)s."),
        ("<b>Now</b>", "<i>Jetzt</i>"),
        ("<b>Now</b>", "Jetzt"),
        ("Now", "Jetzt "),
        ("“Now”", '"Jetzt"'),
        (("%(num)s table", "%(num)s tables"), ("%(num)s Tisch", "%(nun)s Tische")),
    ],
)
def test_what_a_translator_loses_is_found(original, said) -> None:
    assert faults(Message(original, said))


@pytest.mark.parametrize(
    ("original", "said"),
    [
        ("%(name)s is in, %(number)s wait.", "%(number)s warten, %(name)s ist da."),
        ("<b>Now</b>, %(name)s", "%(name)s: <b>jetzt</b>"),
        (("%(num)s table", "%(num)s tables"), ("ein Tisch", "%(num)s Tische")),
        ("; all of them", "\N{NO-BREAK SPACE}; tous"),
    ],
)
def test_words_may_stand_in_another_order(original, said) -> None:
    assert faults(Message(original, said)) == []


def test_only_what_is_translated_enough_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "HERE", tmp_path)
    for tag, translated in (("de", 96), ("fr", 94)):
        catalog = Catalog(locale=tag)
        for number in range(100):
            catalog.add(f"Sentence {number}", "Satz" if number < translated else "")
        catalogues.write(catalog, catalogues.file_of(tag))

    catalogues.compile_all()

    made = catalogues.file_of("de").with_suffix(".mo")
    with made.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Sentence 1") == "Satz"
    assert not catalogues.file_of("fr").with_suffix(".mo").exists()


def test_what_was_compiled_goes_when_too_much_of_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setattr(catalogues, "HERE", tmp_path)
    catalog = Catalog(locale="nl")
    catalog.add("Now", "")
    catalogues.write(catalog, catalogues.file_of("nl"))
    made = catalogues.file_of("nl").with_suffix(".mo")
    made.write_bytes(b"")
    os.utime(made, (1, 1))

    catalogues.compile_all()

    assert not made.exists()


def test_a_translation_stays_when_others_come_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "HERE", tmp_path)
    before, now = Catalog(locale="pl"), Catalog()
    before._num_plurals, before._plural_expr = catalogues.plurals("pl")
    before.add("Now", "Teraz")
    before.add("Never said any more", "Nigdy")
    before.add(("%(num)s table", "%(num)s tables"), ("%(num)s stół", "%(num)s stoły", "%(num)s stołów"))  # fmt: skip
    catalogues.write(before, catalogues.file_of("pl"))
    for sentence in ("Now", "New", ("%(num)s table", "%(num)s tables")):
        now.add(sentence)

    catalogues.write(catalogues.in_step("pl", now), catalogues.file_of("pl"))

    held = {one.id: one.string for one in catalogues.messages(catalogues.read("pl"))}
    assert held == {
        "Now": "Teraz",
        "New": "",
        ("%(num)s table", "%(num)s tables"): ("%(num)s stół", "%(num)s stoły", "%(num)s stołów"),
    }


def test_a_word_of_two_meanings_has_two_translations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "HERE", tmp_path)
    catalog = Catalog(locale="tr")
    catalog.add("From", "Ne zamandan")
    catalog.add("From", "Gönderen", context="sender")
    catalogues.write(catalog, catalogues.file_of("tr"))

    catalogues.write(catalogues.in_step("tr", catalog), catalogues.file_of("tr"))
    catalogues.compile_all()

    with catalogues.file_of("tr").with_suffix(".mo").open("rb") as file:
        held = gettext.GNUTranslations(file)
    assert held.gettext("From") == "Ne zamandan"
    assert held.pgettext("sender", "From") == "Gönderen"
