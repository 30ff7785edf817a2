"""Silences the loggers of the libraries that go out: they print addresses, names, and at DEBUG even tokens."""

import logging

LOUD = ("httpx", "httpcore", "urllib3", "requests_oauthlib", "oauthlib", "mwoauth")


def silence_libraries() -> None:
    """SECURITY: no record of theirs is ever made, whatever level the root logger has."""
    for name in LOUD:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
