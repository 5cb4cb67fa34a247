"""Names and lines that a badge must bear, ordinary and not."""

from dataclasses import replace

from eventapp.badges.badge import Badge

LONG = "x" * 100_000
URL = "https://events.example.org/r/Zx3fV9kq0TnL2mPa8sYwJd1eRbU7hQ"

ORDINARY = [
    Badge("Aiko", "Tanaka", "she/her", "my first job in data", "Student", 4, ("3", "7", "1")),
    Badge("Maximiliano", "Ruiz", "he/him", "anything about health tech", "Practitioner", 3),
    Badge("فاطمة", "الزهراء", "", "moving from law to product", "Career changer", 2, ("2",)),
    Badge("小明", "王", "", "where to swim in winter", "Newcomer", 1, ("8", "1"), plan_version=2),
    Badge("Anne-Catherine", "Lefèvre-Dubois", "", "data", "Educator", 7, photos="no"),
    Badge("Ravi", "Shah", role="Leader", mark=5, host_table="7"),
    Badge("Nguyễn Thị", "Hạnh", "cô", "raising a first round", "Founder", 6, ("Jam", "Scone")),
]
# With answers that the organizer chose for the badge.
SAYING = [
    Badge("Mia", "Berg", "", "boats", "Leader", 5, ("3",), says="Oslo · I’m hiring"),
    Badge("Bartholomew", "Okonkwo", role="Student", mark=4, says="Oslo"),
]
UNRULY = [
    Badge(LONG, LONG, LONG, LONG, LONG, 1, (LONG,) * 50),
    Badge("Wolfeschlegelsteinhausenbergerdorff", "Blaine", ask="Hubert", role="Student", mark=4),
    Badge("Z̷̢̛͖̱̻̓̓̂̾a̸̡͐͂͌l̵̛̞̦g̶̻̈́o̴͇͝" * 9, "😀🎉", ask="🎉" * 90, role="Host", mark=8),
    Badge("\ud83d\u202eevil\u0000\x1b[31m", "a\nb\tc", "\u2028", "\u200f\u202e", "\ufeff", 3),
    Badge("&lt;script&gt;", '<img src="//x.test/a">', ask="</p><style>*{display:none}", mark=99),
    Badge("", ask="สวัสดีชาวโลกและทุกคนที่มาในวันนี้" * 5, role="ผู้จัดงาน", mark=2),
    Badge("שרה לאה רבקה רחל", "כהן-לוי", "היא", "ניהול מוצר " * 30, "מנהלת", 7, ("3", "2", "1")),
    Badge("W" * 48, "M" * 60, "M" * 30, "W" * 140, "M" * 40, 5, ("MMMMMMMMMMMMMMMM",) * 8),
    Badge("W" * 48, "M" * 60, "M" * 30, "W" * 140, "M" * 40, 5, ("M" * 16,) * 8, says="W" * 200),
    Badge("Zoë", says="</p><script>\u202e" + "🎉" * 90, ask="สวัสดี" * 30),
]


def with_codes(badges: list[Badge]) -> list[Badge]:
    """The same guests, each with an address of their own."""
    return [replace(badge, url=f"{URL}{number:02}") for number, badge in enumerate(badges)]
