"""The same scans, processes and outside programs as in the tests of scans."""

from scans.conftest import *  # noqa: F403  # fixtures are found by name
