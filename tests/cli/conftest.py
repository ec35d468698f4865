"""The command line's tests know the layers by three stubs only."""

from tests.building import stub_layers

__all__ = ["stub_layers"]
