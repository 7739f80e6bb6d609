"""One application per database for all properties: an example is a campaign of its own, which isolates it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.conftest import DATABASES
from tests.site import Site

settings.register_profile(
    "suite",
    deadline=None,  # no timings are asserted, and the machine is shared
    max_examples=50,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")


@pytest.fixture(scope="module", params=DATABASES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("property")
    if request.param == "sqlite":
        with Site.make(folder, f"sqlite:///{folder / 'gocua.db'}") as site:
            yield site
        return
    cluster = request.getfixturevalue("cluster")
    with cluster.database() as url, Site.make(folder, url) as site:
        yield site
