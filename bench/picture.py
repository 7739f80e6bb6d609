"""Bars on a logarithmic scale as SVG, to be told apart without colour: filled, hatched, dotted, empty."""

import math
from dataclasses import dataclass
from html import escape

LEFT, BAR, GAP, WIDTH, TOP, RIGHT = 360, 22, 10, 940, 76, 90
INK = "#111"
PATTERNS = (
    '<pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="{INK}"/></pattern>'
    '<pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.2" fill="{INK}"/></pattern>'
)
FILLS = {"filled": INK, "hatched": "url(#hatched)", "dotted": "url(#dotted)", "empty": "#fff"}


@dataclass
class Bar:
    """One line of the picture; low and high are the ends of its range."""

    label: str
    value: float
    low: float
    high: float
    fill: str


def bars(title: str, below: str, unit: str, lines: list[Bar]) -> str:
    """An SVG with a bar for each line, its value beside it and its range as a thin line."""
    first = 10 ** math.floor(math.log10(min(bar.low for bar in lines)))
    last = 10 ** math.ceil(math.log10(max(bar.high for bar in lines)))
    height = TOP + len(lines) * (BAR + GAP) + 44

    def at(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(value / first) / math.log(last / first)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' font-family="sans-serif" font-size="14" fill="{INK}" role="img" aria-label="{escape(title)}">',
        f'<defs>{PATTERNS}</defs><rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="17" font-weight="bold">{escape(title)}</text>',
        f'<text x="16" y="46" font-size="13">{escape(below)}</text>',
    ]
    bottom = height - 36
    tick = first
    while tick <= last:
        x = at(tick)
        parts.append(
            f'<line x1="{x:.1f}" y1="{TOP - 10}" x2="{x:.1f}" y2="{bottom}" stroke="#999" stroke-width="0.7"/>'
        )
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{tick:,.0f}</text>')
        tick *= 10
    parts.append(f'<text x="16" y="{bottom + 18}">{escape(unit)}</text>')
    for place, bar in enumerate(lines):
        y = TOP + place * (BAR + GAP)
        middle, end = y + BAR / 2, at(bar.value)
        weight = ' font-weight="bold"' if bar.fill == "filled" else ""
        parts += [
            f'<text x="{LEFT - 10}" y="{middle + 5:.1f}" text-anchor="end"{weight}>{escape(bar.label)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR}" stroke="{INK}"'
            f' fill="{FILLS[bar.fill]}"/>',
            f'<line x1="{at(bar.low):.1f}" y1="{y + BAR + 3}" x2="{at(bar.high):.1f}" y2="{y + BAR + 3}"'
            f' stroke="{INK}" stroke-width="2"/>',
            f'<text x="{end + 8:.1f}" y="{middle + 5:.1f}" stroke="#fff" stroke-width="4" paint-order="stroke"'
            f"{weight}>{bar.value:,.0f}</text>",
        ]
    return "\n".join([*parts, "</svg>", ""])
