"""Write every golden mail again from the shipped templates. Run from the checkout after a wanted change of words."""

from pathlib import Path

from gateway.templating import Templates

GOLDEN = Path(__file__).parent


def write(templates: Templates, folder: Path) -> None:
    """Write what there is into a folder, remove what is no template any more."""
    for old in folder.glob("*/*.txt"):
        old.unlink()
    for name in templates.names():
        for language in templates.languages(name):
            file = folder / language / f"{name}.txt"
            file.parent.mkdir(exist_ok=True)
            file.write_text(templates.preview(name, language), encoding="utf-8")
    rendered = templates.render("escalation_ack", templates.sample("escalation_ack", "en"))
    (folder / "layout.html").write_text(templates.html(rendered.text, rendered.language), encoding="utf-8")


if __name__ == "__main__":
    write(Templates.load(None, "en"), GOLDEN)
