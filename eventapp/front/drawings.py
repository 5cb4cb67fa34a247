"""The drawings as templates take them: art.py escapes every text it is given, so this is markup."""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace

from markupsafe import Markup

from eventapp.front import art


def _marked(draw: Callable[..., str]) -> Callable[..., Markup]:
    @wraps(draw)
    def drawn(*args: object, **given: object) -> Markup:
        return Markup(draw(*args, **given))

    return drawn


drawings = SimpleNamespace(
    name_class=art.name_class,
    **{name: _marked(getattr(art, name)) for name in dir(art) if name.endswith("_svg")},
)
