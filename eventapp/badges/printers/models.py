"""A community's printers, and the stocks that it measured itself."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.badges.printers.corrections import Correction
from eventapp.badges.stocks import FOLDS, KINDS, PAGES, Stock, page_of
from eventapp.communities.models import Community
from eventapp.db import Base, line, one_of, short


class Printer(Base):
    """A printer with one kind of paper in it, and what undoes its error; another tray or another
    paper is another record."""

    __tablename__ = "printer"
    __table_args__ = (UniqueConstraint("community_id", "name"), one_of("paper", PAGES))

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    name: Mapped[short]
    paper: Mapped[short]
    # Which tray, and how the sheet lies in it: a reminder for whoever prints.
    feed: Mapped[line] = mapped_column(default="")
    shift_x: Mapped[float] = mapped_column(default=0.0)
    shift_y: Mapped[float] = mapped_column(default=0.0)
    stretch_x: Mapped[float] = mapped_column(default=100.0)
    stretch_y: Mapped[float] = mapped_column(default=100.0)
    # When the numbers were found by a test page or typed.
    measured_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()

    @property
    def correction(self) -> Correction:
        """What undoes its error."""
        return Correction(self.shift_x, self.shift_y, self.stretch_x, self.stretch_y)

    def correct(self, correction: Correction, *, now: datetime) -> None:
        """Print with another correction from now on, to a hundredth of a millimetre or percent."""
        self.shift_x, self.shift_y = round(correction.shift_x, 2), round(correction.shift_y, 2)
        self.stretch_x = round(correction.stretch_x, 2)
        self.stretch_y = round(correction.stretch_y, 2)
        self.measured_at = now

    def fits(self, stock: Stock) -> bool:
        """Whether that stock goes into it."""
        return stock.page == self.paper


class OwnStock(Base):
    """A sheet or roll that somebody measured, in millimetres."""

    __tablename__ = "own_stock"
    __table_args__ = (
        UniqueConstraint("community_id", "name"),
        one_of("kind", KINDS),
        one_of("fold", FOLDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    name: Mapped[short]
    kind: Mapped[short]
    fold: Mapped[short] = mapped_column(default="")
    sheet_width: Mapped[float]
    sheet_height: Mapped[float]
    cols: Mapped[int]
    rows: Mapped[int]
    width: Mapped[float]
    height: Mapped[float]
    left: Mapped[float]
    top: Mapped[float]
    pitch_x: Mapped[float]
    pitch_y: Mapped[float]
    corner: Mapped[float] = mapped_column(default=0.0)

    community: Mapped[Community] = relationship()

    @property
    def stock(self) -> Stock:
        """The same as any other stock."""
        sheet = (self.sheet_width, self.sheet_height)
        return Stock(
            key=f"own-{self.id}",
            name=self.name,
            kind=self.kind,
            page="roll" if self.kind == "thermal" else page_of(*sheet),
            sheet_width=self.sheet_width,
            sheet_height=self.sheet_height,
            width=self.width,
            height=self.height,
            cols=self.cols,
            rows=self.rows,
            left=self.left,
            top=self.top,
            pitch_x=self.pitch_x,
            pitch_y=self.pitch_y,
            corner=self.corner,
            fold=self.fold,
        )
