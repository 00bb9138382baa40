"""Text with `format=flowed` put back into paragraphs (RFC 3676)."""


def unflowed(text: str, delete_space: bool) -> str:
    """Join the lines that were broken only for the journey.

    Quoted lines keep one ">" per level and a blank; only lines of one level are joined; the signature separator
    "-- " never flows. `delete_space` is the DelSp parameter: the blank before the break goes too.
    """
    out: list[str] = []
    parts: list[str] = []
    depth = 0
    for line in text.split("\n"):
        level, content = _level(line)
        if parts and (level != depth or content in ("", "-- ")):  # an empty line ends whatever flowed into it
            out.append(_quoted(depth, parts))
            parts = []
        depth = level
        flows = content.endswith(" ") and content != "-- "
        parts.append(content[:-1] if flows and delete_space else content)
        if not flows:
            out.append(_quoted(depth, parts))
            parts = []
    if parts:
        out.append(_quoted(depth, parts))
    return "\n".join(out)


def _level(line: str) -> tuple[int, str]:
    """Quote depth, and the content without quote marks and stuffed blank."""
    content = line.lstrip(">")
    level = len(line) - len(content)
    return level, content.removeprefix(" ")


def _quoted(level: int, parts: list[str]) -> str:
    content = "".join(parts)
    return f"{'>' * level} {content}" if level and content else ">" * level + content
