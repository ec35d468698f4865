"""The command line's tests know the layers by three stubs only."""

from tests.building import stub_layers  # noqa: F401 - a fixture of these tests
