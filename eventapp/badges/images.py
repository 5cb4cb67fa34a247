"""The small drawings on a badge, as SVG (pure)."""

from eventapp.role_marks import INK, MARKS

BLACK = "#000000"

MARK = {
    number: (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 26 26" fill="#fff" '
        f'stroke="{INK}" stroke-width="1.5" stroke-linejoin="round">{mark.svg}</svg>'
    ).encode()
    for number, mark in MARKS.items()
}
# Where there are no colours a shape is told by its area.
BLACK_MARK = {
    number: (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 26 26" fill="#000">'
        f"{mark.svg}</svg>"
    ).encode()
    for number, mark in MARKS.items()
}


def _camera(ink: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 24">'
        f'<rect width="32" height="24" rx="5" fill="{ink}"/><g fill="none" stroke="#fff" '
        'stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round">'
        '<path d="M7 8h4l2-3h6l2 3h4v11H7z"/><circle cx="16" cy="13" r="3.2"/><path d="M6 21 26 3"/>'
        "</g></svg>"
    ).encode()


# Crossed out, in the colour of the stripes around it.
CAMERA = {ink: _camera(ink) for ink in (INK, BLACK)}
