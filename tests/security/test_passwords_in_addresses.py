"""A database address with a password in it is printed without."""

import pytest

from gateway.cli.setup import without_password


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://gateway:s3cret@db.vendor.example/gateway",
        "postgresql+psycopg://gateway@db.vendor.example/gateway?password=s3cret",
        "postgresql+psycopg:///gateway?host=db.vendor.example&sslpassword=s3cret&application_name=desk",
    ],
)
def test_no_password_of_a_database_is_printed(address: str) -> None:
    shown = without_password(address)
    assert "s3cret" not in shown
    assert "gateway" in shown
