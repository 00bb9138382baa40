"""Do two texts say the same but for what a list, a scanner or a gateway put around them? Pure, linear."""

from typing import Final

MAX_AROUND: Final = 40  # lines of a banner or a footer, above and below together
MAX_LINES: Final = 5_000  # of a text that are compared
_TAGS_END: Final = 60  # characters of a tag such as "[EXTERNAL]" before or behind a subject


def same_text(one: str, other: str) -> bool:
    """Is one text all of the other but for a few lines above and below it?

    Each may have something that the other lacks where the one has it above and the other below: a banner, a footer.
    """
    left, right = _lines(one), _lines(other)
    if left == right:
        return True
    begin = _beginning(left, right)
    if begin is None:
        return False
    above = begin
    common = 0
    for one_line, other_line in zip(left[above[0] :], right[above[1] :], strict=False):
        if one_line != other_line:
            break
        common += 1
    below = len(left) - above[0] - common, len(right) - above[1] - common
    return sum(above) + sum(below) <= MAX_AROUND and not all(above) and not all(below)


def same_subject(one: str, other: str) -> bool:
    """Are two subjects the same but for a tag before or behind one of them?"""
    left, right = " ".join(one.split()), " ".join(other.split())
    shorter, longer = sorted((left, right), key=len)
    if left == right:
        return True
    if not shorter:
        return False
    before, behind = longer.removesuffix(shorter), longer.removeprefix(shorter)
    return any(_is_tag(added.strip()) for added in (before, behind) if added != longer)


def _is_tag(added: str) -> bool:
    if len(added) > _TAGS_END:
        return False
    pairs = (("[", "]"), ("(", ")"), ("{", "}"), ("*", "*"), ("<", ">"))
    marked = any(added.startswith(opening) and added.endswith(closing) for opening, closing in pairs)
    return marked or (added.endswith(":") and " " not in added)


def _lines(text: str) -> list[str]:
    squeezed = (" ".join(line.split()) for line in text.splitlines()[:MAX_LINES])
    return [line for line in squeezed if line]


def _beginning(left: list[str], right: list[str]) -> tuple[int, int] | None:
    """Where the first line stands that both have."""
    places = {line: place for place, line in reversed(list(enumerate(right)))}
    return next(((place, places[line]) for place, line in enumerate(left) if line in places), None)
