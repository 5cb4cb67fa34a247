"""The drawings as templates take them: art.py escapes every text it is given, so this is markup."""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace

from markupsafe import Markup

from eventapp.front import illustrations


def _marked(draw: Callable[..., str]) -> Callable[..., Markup]:
    @wraps(draw)
    def drawn(*args: object, **given: object) -> Markup:
        return Markup(draw(*args, **given))

    return drawn


drawings = SimpleNamespace(
    name_class=illustrations.name_class,
    **{
        name: _marked(getattr(illustrations, name))
        for name in dir(illustrations)
        if name.endswith("_svg")
    },
)
