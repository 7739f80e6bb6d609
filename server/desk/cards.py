"""A printable page of invites: one card a person, grouped by place, each with its QR and its code to type.

The page is one file without anything from elsewhere, so that it can be kept, printed and destroyed.
"""

import html
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import segno

_STYLE = (
    "@page{size:A4;margin:10mm}body{font:12pt 'Times New Roman',serif;margin:0}h2{break-before:page;margin:0 0 4mm}"
    "h2:first-of-type{break-before:auto}section{display:grid;grid-template-columns:1fr 1fr;gap:5mm}"
    "article{border:1px solid #000;padding:4mm;display:flex;gap:4mm;break-inside:avoid}"
    "svg{width:32mm;height:32mm;flex:none}b{font-size:14pt}code{font:11pt monospace;letter-spacing:.5pt}"
)


def grouped(code: str) -> str:
    """A code in groups, as it is read out and typed."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def page(campaign: str, cards: Iterable[Mapping[str, Any]]) -> bytes:
    """The page.

    Args:
        cards: `name`, `place`, `organisation` (or None), `code`, `url`, `until` (text) of each invite.
    """
    ordered = sorted(cards, key=lambda one: (one["place"], one["name"]))
    parts = []
    for place, group in groupby(ordered, key=lambda one: one["place"]):
        parts.append(f"<h2>{html.escape(place)}</h2><section>")
        parts += [_card(one) for one in group]
        parts.append("</section>")
    title = html.escape(campaign)
    return (
        f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>Thẻ mời: {title}</title>"
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"
    ).encode()


def _card(one: Mapping[str, Any]) -> str:
    code = segno.make(one["url"], error="m").svg_inline(scale=3, border=2)
    unit = html.escape(one["organisation"] or "")
    return (
        f"<article>{code}<div><b>{html.escape(one['name'])}</b><p>{unit}</p>"
        "<p>Quét mã bằng máy ảnh, hoặc mở Gõ Cửa và gõ:</p>"
        f"<code>{html.escape(grouped(one['code']))}</code><p>Dùng một lần, đến hết {html.escape(one['until'])}.</p>"
        "</div></article>"
    )
