"""How long major versions are supported."""

from datetime import date

import pytest

from gateway.domain.directory.releases import Release, VersionSupport, end_of_support, later, offered, supported_on

POLICY = VersionSupport(supported_priors=2, min_months=24, packages=(6, 12))
RELEASES = (
    Release(7, date(2021, 1, 15)),
    Release(8, date(2023, 6, 1)),
    Release(9, date(2024, 1, 10)),
    Release(10, date(2024, 6, 30)),
    Release(11, date(2025, 3, 1)),
    Release(12),
)


@pytest.mark.parametrize(
    ("major", "ends"),
    [
        (7, date(2024, 6, 30)),  # the third after it
        (8, date(2025, 6, 1)),  # 24 months, although 11 came before
        (9, None),  # 12 has no day yet
        (11, None),
        (6, None),  # nobody knows it
    ],
)
def test_r70_a_version_ends_with_the_third_after_it_and_never_before_24_months(major: int, ends: date | None) -> None:
    end = end_of_support(major, RELEASES, POLICY)
    assert (end.ends if end else None) == ends


def test_r70_those_without_an_end_are_supported() -> None:
    assert supported_on(date(2025, 5, 31), RELEASES, POLICY) == (11, 10, 9, 8)
    assert supported_on(date(2025, 6, 1), RELEASES, POLICY) == (11, 10, 9)


def test_r72_an_extension_is_counted_from_the_third_version_after_it() -> None:
    end = end_of_support(8, RELEASES, POLICY)
    assert end is not None
    assert (end.extended(6), end.extended(1)) == (date(2025, 9, 1), date(2025, 6, 1))
    assert offered(end, date(2025, 10, 1), POLICY.packages) == (12,)


def test_a_month_that_is_shorter_ends_with_its_last_day() -> None:
    assert later(date(2024, 8, 31), 6) == date(2025, 2, 28)
