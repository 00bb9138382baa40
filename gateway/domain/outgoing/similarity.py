"""Are two texts the same but for numbers, names and dates? What a machine writes again and again is. Pure."""

CHARS = 2000  # of a text that are compared


def near_identical(one: str, other: str, percent: int) -> bool:
    """Do two texts share that many percent of their different words? Words with digits in them do not count."""
    first, second = _words(one), _words(other)
    shared, all_words = len(first & second), len(first | second)
    return shared * 100 >= percent * all_words


def _words(text: str) -> set[str]:
    words = {word.strip(".,;:!?()[]\"'<>*_") for word in text[:CHARS].casefold().split()}
    return {word for word in words if word.isalpha() or (word and not any(c.isdigit() for c in word))}
