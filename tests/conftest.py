"""What every test shares: the markers, and hypothesis drawing the same examples every time."""

import pytest
from hypothesis import settings

# No deadline: the first example of a compiled function takes seconds.
settings.register_profile("fanpin", deadline=None, derandomize=True)
settings.load_profile("fanpin")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds; leave out with -m 'not slow'")
    config.addinivalue_line("markers", "statistical: compares a simulated figure with theory or a band")
