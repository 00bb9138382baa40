"""A chart for a mail, as SVG without letters: digits are drawn as strokes, so that no server needs fonts, and the same
chart is the same picture everywhere. It has a light ground of its own, which dark mode leaves as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH, HEIGHT = 560, 190  # CSS pixels
_COLOURS: Final = ("#2f6fab", "#6b4fa0")  # of each panel; both at least 5 : 1 on the ground
_GROUND, _TRACK, _INK = "#ffffff", "#e4e8ee", "#33404d"
_MARGIN, _GAP = 20, 32
_TOP, _BASE = 38, 150  # of the bars
_BAR_SHARE: Final = 0.62  # of the room of a bar
_STROKES: Final = {  # polylines on a grid of 4 by 6
    "0": ("0,0 4,0 4,6 0,6 0,0",),
    "1": ("1,1 2.5,0 2.5,6",),
    "2": ("0,0 4,0 4,3 0,3 0,6 4,6",),
    "3": ("0,0 4,0 4,6 0,6", "1,3 4,3"),
    "4": ("0,0 0,3 4,3", "4,0 4,6"),
    "5": ("4,0 0,0 0,3 4,3 4,6 0,6",),
    "6": ("4,0 0,0 0,6 4,6 4,3 0,3",),
    "7": ("0,0 4,0 1.5,6",),
    "8": ("0,0 4,0 4,6 0,6 0,0", "0,3 4,3"),
    "9": ("4,3 0,3 0,0 4,0 4,6 0,6",),
    "-": ("0.8,3 3.2,3",),
}
_ADVANCE = 6  # of the grid, from glyph to glyph


@dataclass(frozen=True, slots=True)
class Bar:
    """A share in percent, 0 to 100, None where there is none; `label`: digits and dashes below it."""

    percent: int | None
    label: str


def bar_chart(panels: Sequence[Sequence[Bar]]) -> str:
    """At most two panels side by side, each of at least one bar; full bars are 100 %."""
    room = (WIDTH - 2 * _MARGIN - _GAP * (len(panels) - 1)) / len(panels)
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{_GROUND}"/>']
    for number, bars in enumerate(panels):
        left = _MARGIN + number * (room + _GAP)
        for place, bar in enumerate(bars):
            drawn += _bar(bar, left + room * place / len(bars), room / len(bars), _COLOURS[number])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return "\n".join((head, *drawn, "</svg>"))


def png(svg: str, zoom: float = 2) -> bytes:
    """The picture of an SVG of ours, `zoom` pixels for each of its own."""
    from resvg_py import svg_to_bytes  # seldom needed

    return bytes(svg_to_bytes(svg_string=svg, zoom=zoom, skip_system_fonts=True))


def _bar(bar: Bar, left: float, room: float, colour: str) -> Iterator[str]:
    width, height = room * _BAR_SHARE, _BASE - _TOP
    x = left + (room - width) / 2
    across = f'x="{x:.1f}" width="{width:.1f}" rx="2"'
    yield f'<rect {across} y="{_TOP}" height="{height}" fill="{_TRACK}"/>'
    if bar.percent:
        full = height * bar.percent / 100
        yield f'<rect {across} y="{_BASE - full:.1f}" height="{full:.1f}" fill="{colour}"/>'
    shown = "-" if bar.percent is None else str(bar.percent)
    yield _text(shown, left + room / 2, _TOP - 16, 1.4)
    yield _text(bar.label, left + room / 2, _BASE + 10, 0.8)


def _text(text: str, middle: float, top: float, scale: float) -> str:
    left = middle - scale * (_ADVANCE * len(text) - (_ADVANCE - 4)) / 2
    lines = "".join(
        f'<polyline transform="translate({_ADVANCE * place} 0)" points="{points}"/>'
        for place, glyph in enumerate(text)
        for points in _STROKES.get(glyph, ())
    )
    look = f'fill="none" stroke="{_INK}" stroke-width="0.9" stroke-linecap="round" stroke-linejoin="round"'
    return f'<g transform="translate({left:.1f} {top:.1f}) scale({scale})" {look}>{lines}</g>'
