"""The provider's pages, and the list of accounts, as they are answered."""

import pytest

from sandbank_conformance.conditions import ensure, told
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.scenes import Scenes


@pytest.mark.parametrize("name", ["opened"])
@requirement("CNX-11")
def test_the_page_is_html(name: str, scenes: Scenes) -> None:
    page = scenes.of(name).answers[-1]

    ensure(
        page.status == 200 and page.media_type == "text/html",
        expected="status 200 with Content-Type text/html",
        received=f"{page.media_type or 'no Content-Type'}, {told(page)}",
        exchange=page,
    )
