"""A coverage-guided fuzz target for reading: parse, classify and the document, on bytes that no person would write.

    make fuzz FUZZ_SECONDS=60
    python tests/fuzz/read.py FOLDER [OPTION ...]

Begins with the mails of tests/corpus. What it learns is kept in FOLDER/inputs; an input that breaks a promise is kept
in FOLDER/faults under the name of the promise and the place, one for each, and the run goes on. OPTIONs are those of
libFuzzer.
"""

import hashlib
import json
import sys
import traceback
from collections import Counter
from pathlib import Path

import atheris

atheris.enabled_hooks.add("str")  # guidance also by what `startswith` and `endswith` compare
with atheris.instrument_imports(include=["gateway.mail"]):
    from gateway.mail.classify import classify
    from gateway.mail.document import document
    from gateway.mail.html.sanitizing import sanitize
    from gateway.mail.message import Body
    from gateway.mail.parse import parse

CORPUS = Path(__file__).parent.parent / "corpus"
WORDS = Path(__file__).parent / "mail.dict"
GROWTH = 30  # characters of the document for one byte of the mail
BASE = 20_000  # characters of the document that a mail of no length may have


def check(content: bytes) -> None:
    """Read these bytes; AssertionError where a promise of reading is broken."""
    message = parse(content)
    nature = classify(message, None)
    printed = json.dumps(document("x", message, nature), ensure_ascii=False, allow_nan=False)
    printed.encode("utf-8")  # no lone surrogate
    assert "\\u0000" not in printed, "NUL"
    assert len(printed) <= BASE + GROWTH * len(content), "long document"
    lost = _written(message.body.text) - _parts(message.body)
    assert not lost, "lost text"
    assert bool(message.body.text.strip()) == bool(message.body.reply.strip()), "empty reply"
    if message.html is not None:
        sanitize(message.html).encode("utf-8")


def _written(text: str) -> Counter[str]:
    """The words, and how often each is there: a line that begins with an answer and ends with a quote is cut in two."""
    return Counter(text.split())


def _parts(body: Body) -> Counter[str]:
    return _written(body.reply) + _written(body.quoted) + _written(body.signature)


def _place(error: BaseException) -> str:
    """Names a fault, so that one input is kept for each: what happened, and where in the package."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "fuzz" not in one.filename]
    where = f"{Path(frames[-1].filename).stem}-{frames[-1].lineno}" if frames else str(error).replace(" ", "-")
    return f"{type(error).__name__}-{where}"


def main(folder: Path, options: list[str]) -> None:
    """Fuzz until libFuzzer's options say stop."""
    inputs, faults = folder / "inputs", folder / "faults"
    for one in (inputs, faults):
        one.mkdir(parents=True, exist_ok=True)
    for path in CORPUS.glob("*/*.eml"):
        (inputs / hashlib.sha256(path.read_bytes()).hexdigest()[:32]).write_bytes(path.read_bytes())

    def one_input(content: bytes) -> None:
        try:
            check(content)
        except Exception as error:  # every fault is what this looks for; the run goes on behind it
            kept = faults / _place(error)
            if not kept.exists():
                kept.write_bytes(content)
                traceback.print_exc()

    bounds = ["-timeout=10", "-rss_limit_mb=900", "-max_len=16384", f"-artifact_prefix={faults}/", f"-dict={WORDS}"]
    atheris.Setup([sys.argv[0], *bounds, *options, str(inputs)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
