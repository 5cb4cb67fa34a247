"""The sentences of the product and their translations: read out of the code, kept in step, compiled.

`update` (`script/translations`) takes new sentences into every catalogue, and out of them what nobody
says any more; `compile` (`script/setup`, and whatever builds the wheel) makes what the app reads.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import PluralRule, to_gettext

HERE = Path(__file__).parent
ROOT = HERE.parent
SENTENCES = HERE / "messages.pot"
TRANSLATED = ("de", "fr", "es", "pt", "nl", "pl", "tr", "ar")
# What is translated less than this isn't offered to anybody: half a page in English is no translation.
ENOUGH = 0.95
# The same English word with another meaning has a context: `pgettext("sender", "From")`.
IN_CONTEXT = ((1, "c"), 2)
CALLS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": IN_CONTEXT,
    "lazy_pgettext": IN_CONTEXT,
}
FOUND_IN = (("eventapp", "**.py", "python"), ("templates", "**.html", "jinja2"), ("templates", "**.txt", "jinja2"))  # fmt: skip
# In the order of CLDR.
COUNTS = ("zero", "one", "two", "few", "many", "other")


def file_of(tag: str) -> Path:
    """Where the translations into a language are."""
    return HERE / tag / "LC_MESSAGES" / "messages.po"


def counts(tag: str) -> list[str]:
    """The kinds of number that a language tells apart, among those that anybody counts here."""
    rule = Locale(tag).plural_form
    told_apart = {rule(number) for number in range(1001)}
    return [kind for kind in COUNTS if kind in told_apart]


def plurals(tag: str) -> tuple[int, str]:
    """How many forms a counted word has in a language, and which one a number takes (CLDR)."""
    rules = Locale(tag).plural_form.rules
    rule = to_gettext(PluralRule({kind: rules[kind] for kind in counts(tag)[:-1]}))
    number, _semicolon, expression = rule.partition("; plural=")
    return int(number.removeprefix("nplurals=")), expression.rstrip(";")


def extracted() -> Catalog:
    """Every sentence that the code and the templates say."""
    found = Catalog(charset="utf-8")
    for folder, pattern, kind in FOUND_IN:
        read = extract_from_dir(ROOT / folder, method_map=[(pattern, kind)], keywords=CALLS)
        for name, _line, sentence, _comments, context in read:
            # Without the lines, which change with whatever stands above.
            found.add(sentence, None, [(f"{folder}/{name}", None)], context=context)
    return found


def read(tag: str) -> Catalog:
    """The translations into a language; none where there is no file."""
    if not file_of(tag).exists():
        return Catalog(locale=tag, charset="utf-8")
    with file_of(tag).open("rb") as file:
        return read_po(file, locale=tag)


def in_step(tag: str, sentences: Catalog) -> Catalog:
    """A catalogue of just these sentences, with the translations that there are."""
    before, after = read(tag), Catalog(locale=tag, charset="utf-8")
    after._num_plurals, after._plural_expr = plurals(tag)
    for sentence in messages(sentences):
        kept = before.get(sentence.id, sentence.context)
        said = kept.string if kept and _fits(sentence, kept, after.num_plurals) else ""
        after.add(sentence.id, said, flags=sentence.flags, context=sentence.context)
    return after


def _fits(sentence: Message, kept: Message, forms: int) -> bool:
    if not sentence.pluralizable:
        return isinstance(kept.string, str)
    return kept.id == sentence.id and isinstance(kept.string, tuple) and len(kept.string) == forms


def messages(catalog: Catalog) -> Iterator[Message]:
    """The sentences of a catalogue, its head left out."""
    return (one for one in catalog if one.id)


def is_translated(one: Message) -> bool:
    """Whether every form of a sentence is there."""
    forms = one.string if isinstance(one.string, tuple | list) else (one.string,)
    return all(forms) and not one.fuzzy


def share(catalog: Catalog) -> float:
    """How much of a catalogue is translated, from 0 to 1."""
    found = [is_translated(one) for one in messages(catalog)]
    return sum(found) / len(found) if found else 0.0


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue by its sentences, so that a change is a line: no dates, no wrapping."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"Plural-Forms: {catalog.plural_forms}\\n" if catalog.locale else ""
    language = f"Language: {catalog.locale}\\n" if catalog.locale else ""
    with path.open("wb") as file:
        lines = ["Content-Type: text/plain; charset=utf-8\\n", language, head]
        said = "\n".join(f'"{line}"' for line in lines if line)
        file.write(f'msgid ""\nmsgstr ""\n{said}\n\n'.encode())
        where = {"no_location": catalog.locale is not None, "include_lineno": False}
        write_po(file, catalog, width=0, omit_header=True, sort_output=True, **where)


def update() -> None:
    """Bring every catalogue in step with the code, and say what is missing."""
    sentences = extracted()
    write(sentences, SENTENCES)
    for tag in TRANSLATED:
        catalog = in_step(tag, sentences)
        write(catalog, file_of(tag))
        missing = sum(not is_translated(one) for one in messages(catalog))
        print(f"{tag}: {missing} of {len(catalog)} missing")


def compile_all() -> None:
    """Make what the app reads of each language that is translated enough, where it is older."""
    for tag in TRANSLATED:
        source, made = file_of(tag), file_of(tag).with_suffix(".mo")
        # What is not enough is read anew: it has nothing to be compared with.
        if not source.exists() or (
            made.exists() and made.stat().st_mtime >= source.stat().st_mtime
        ):
            continue
        catalog = read(tag)
        if share(catalog) < ENOUGH:
            made.unlink(missing_ok=True)
            continue
        beside = made.with_suffix(".new")
        with beside.open("wb") as file:
            write_mo(file, catalog)
        beside.replace(made)


if __name__ == "__main__":
    {"update": update, "compile": compile_all}[sys.argv[1]]()
