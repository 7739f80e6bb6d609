"""Names of organisations made from a template: `Hội Nông dân {commune}` of "Xã Mỹ Lệ" is "Hội Nông dân xã Mỹ Lệ"."""


def in_sentence(name: str) -> str:
    """An area's name as it stands inside a sentence: the kind of area in lower case, the name itself as it is."""
    return name[:1].lower() + name[1:]


def expand(template: str, commune: str | None = None, hamlet: str | None = None) -> str:
    """The template with the names of areas put in."""
    text = template.replace("{commune}", in_sentence(commune)) if commune else template
    return text.replace("{hamlet}", in_sentence(hamlet)) if hamlet else text
