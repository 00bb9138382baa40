"""How people are called in mails of ours."""

import pytest

from gateway.desk.people import spoken_name


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Jane Meyer", "Jane Meyer"),
        ("Meyer, Jane", "Jane Meyer"),
        ("van der Berg, Jan Piet", "Jan Piet van der Berg"),
        ("Acorn Ltd., Support, Berlin", "Acorn Ltd., Support, Berlin"),
        ("Meyer,", "Meyer,"),
        ("jane@acorn.example", ""),
        ("Win a prize at http://evil.example", ""),
        ("x" * 81, ""),
        ("", ""),
    ],
)
def test_a_display_name_is_written_as_one_addresses_a_person(written: str, spoken: str) -> None:
    assert spoken_name(written) == spoken
