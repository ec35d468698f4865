"""What a server says goes into a message, not what it does to a database or a terminal."""

from app.fetch.failures import AddressFailed


def test_reasons_have_no_control_characters() -> None:
    error = AddressFailed("https://ostra.example/\x1b[2J", "it is of the type a\x00b\x1b[31m")
    assert error.message.isprintable()
    assert error.reason == "it is of the type a\ufffdb\ufffd[31m"
