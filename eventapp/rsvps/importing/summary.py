"""What became of a list, in sentences."""

from dataclasses import astuple, dataclass

from flask_babel import ngettext


@dataclass(frozen=True)
class Brought:
    """How many of a list came in, and as what; what was changed, and what is still to decide."""

    going: int = 0
    waiting: int = 0
    # Who said no, or asked to join, as our own list has it.
    others: int = 0
    known: int = 0
    changed: int = 0
    mended: int = 0
    # New guests without letters of their own: they share somebody's address.
    sharing: int = 0
    off: int = 0
    undecided: int = 0
    letters: int = 0

    def __add__(self, part: "Brought") -> "Brought":
        return Brought(*map(sum, zip(astuple(self), astuple(part), strict=True)))

    @property
    def said(self) -> str:
        """The same in sentences; nothing is said about nobody."""
        parts = (
            (
                self.going,
                ngettext("One person has a place.", "%(num)s people have a place.", self.going),
            ),
            (self.waiting, ngettext("One waits in line.", "%(num)s wait in line.", self.waiting)),
            (
                self.others,
                ngettext(
                    "One keeps the state that the list has.",
                    "%(num)s keep the state that the list has.",
                    self.others,
                ),
            ),
            (
                self.sharing,
                ngettext(
                    "One shares an address and gets no mail of their own.",
                    "%(num)s share an address and get no mail of their own.",
                    self.sharing,
                ),
            ),
            (
                self.known,
                ngettext(
                    "One was on the list already.", "%(num)s were on the list already.", self.known
                ),
            ),
            (
                self.changed,
                ngettext("One was changed.", "%(num)s were changed.", self.changed),
            ),
            (
                self.mended,
                ngettext("One address was mended.", "%(num)s addresses were mended.", self.mended),
            ),
            (self.off, ngettext("One is off the list.", "%(num)s are off the list.", self.off)),
            (
                self.undecided,
                ngettext(
                    "One wasn't brought in: say first whether it is the same person.",
                    "%(num)s weren't brought in: say first whether they are the same people.",
                    self.undecided,
                ),
            ),
            (
                self.letters,
                ngettext(
                    "One mail is on its way.", "%(num)s mails are on their way.", self.letters
                ),
            ),
        )
        return " ".join(sentence for number, sentence in parts if number)
