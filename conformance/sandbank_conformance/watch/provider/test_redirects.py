"""The way back from the provider's page: after the report, and to where it was asked to lead."""

from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import pytest

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.scenes import Scene, Scenes

SCENES = ("onboarding", "onboarding_of_one", "renewal", "refusal", "renewal_refused")


def counts(report: Watched) -> bool:
    """Whether a report came to something: 400 is our choice for bodies that others may take."""
    return report.succeeded or report.status == 400


@pytest.mark.parametrize("name", SCENES)
@requirement("CNX-02")
def test_the_report_comes_before_the_browser_is_sent_back(name: str, scenes: Scenes) -> None:
    scene = scenes.of(name)
    if scene.landed is None:
        raise NotTestable("a browser that is sent back, which CNX-03 is about")
    by_then = [each for each in scene.landed.calls if each.session == scene.session.id]

    ensure(
        any(map(counts, by_then)),
        expected="a report of the session, answered before the browser is sent back",
        received=_told(scene, by_then),
        exchange=next(iter(scene.reports), None),
    )


def _told(scene: Scene, by_then: list[Watched]) -> str:
    if by_then:
        return f"a report that was answered {by_then[-1].status}"
    return "a report that came later" if scene.reports else "no report of this session"


@requirement("CNX-02")
def test_no_other_session_is_reported(scenes: Scenes) -> None:
    scene = scenes.of("two_at_once")
    opened = {each.id for each in scene.others}

    if not scene.reports and not opened & {each.session for each in scene.calls}:
        raise NotTestable("a report of the session that the user went through")
    for each in scene.calls:
        ensure(
            each.session not in opened,
            expected=f"a report of the session {scene.session.id} only",
            received=f"a report of {each.session}, whose page was not opened",
            exchange=each,
        )


@pytest.mark.parametrize("name", SCENES)
@requirement("CNX-03")
def test_the_browser_is_sent_back_to_redirect_uri_with_state(name: str, scenes: Scenes) -> None:
    scene = scenes.of(name)
    wanted = f"{scene.session.redirect_uri} with state={scene.session.state} added"
    if scene.landed is None:
        ensure(False, expected=f"the browser at {wanted}", received="no browser at that path")
        return

    asked = parse_qsl(urlsplit(scene.session.redirect_uri).query)
    pairs = Counter(parse_qsl(urlsplit(scene.landed.target).query, keep_blank_values=True))
    kept = Counter([*asked, ("state", scene.session.state)])
    ensure(  # more than that is nobody's business
        kept <= pairs and [name for name, _ in pairs.elements()].count("state") == 1,
        expected=wanted,
        received=scene.landed.target,
    )
