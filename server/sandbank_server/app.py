"""The composition root: settings in, a running sandbox out. Everything is put together here."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

from a2wsgi import WSGIMiddleware
from connexion import AsyncApp
from connexion.middleware.lifespan import LifespanMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbank_contract import documents
from sandbank_contract.wiring import wiring
from sandbank_server.adapters.account_lists import AccountLists
from sandbank_server.adapters.destinations import Destinations
from sandbank_server.adapters.outbound import Outbound
from sandbank_server.adapters.own_calls import OwnCalls
from sandbank_server.adapters.webhooks import Webhooks
from sandbank_server.api.access import Access
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.api.control import ControlApi, Workshop
from sandbank_server.api.endpoint import Pipeline
from sandbank_server.api.guard import Guard
from sandbank_server.api.handlers import HandlerResolver
from sandbank_server.api.operations import Operations
from sandbank_server.api.provider import ProviderApi
from sandbank_server.api.responses import Sender
from sandbank_server.api.routing import Routing, segments_of
from sandbank_server.api.user_banking import UserBankingApi
from sandbank_server.desk import BankDesk, LoopThread
from sandbank_server.domain.refusals import Unavailable
from sandbank_server.pages.app import create_pages
from sandbank_server.pages.overview import Overview, take_overview
from sandbank_server.service.connector_port import Addresses
from sandbank_server.settings import Settings, SettingsError
from sandbank_server.state import State, Worlds, open_state

SAVE_EVERY = 1.0  # seconds of real time; for what nobody waits for, and for a disk that failed
PAGES = ("_bank", "_console", "_docs")  # first segments of the paths that Flask answers, beside "/"
SHOWN_CALLS = 50


class Application:
    """The sandbox as one ASGI application, its state within reach."""

    def __init__(self, state: State, settings: Settings) -> None:
        self._destinations = _destinations(settings)
        outbound = Outbound(self._destinations)
        self._webhooks = Webhooks(state.sandbox, outbound)
        self.state = state = state.with_callers(self._webhooks, AccountLists(outbound))
        sender = Sender(state.sandbox.clock)
        self._loop = LoopThread()
        desk = BankDesk(state.sandbox, self._loop, OwnCalls(self))
        pages: Any = create_pages(self._look, desk, owner_token=settings.owner_token)
        self._pages: Any = WSGIMiddleware(pages, workers=2)
        handlers = _handlers(state, settings, self._destinations)
        self._apis = _apis(state, settings, sender, handlers, self._lifespan)
        self._entrance = Guard(self._dispatch, sender, settings.allow_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the lifespan of the server."""
        await self._entrance(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_page(scope):
            self._loop.here()
            await self._pages(scope, receive, send)
        else:
            await self._apis(scope, receive, send)

    def _look(self) -> Overview:
        # Flask runs in a thread of its own; state is only ever touched on the loop.
        return self._loop.result(self._overview())

    async def _overview(self) -> Overview:
        try:
            overview = self._overview_now()
            await self.state.sandbox.store.durable()
        except Unavailable:  # some of it was undone
            overview = self._overview_now()
        return overview

    def _overview_now(self) -> Overview:
        return take_overview(self.state.sandbox, self.state.journal.latest(SHOWN_CALLS))

    @asynccontextmanager
    async def _lifespan(self, _: Any) -> AsyncIterator[None]:
        saving = asyncio.create_task(self._save_now_and_then())
        self._webhooks.look()
        try:
            yield
        finally:
            saving.cancel()
            await self.stop_sending()
            await self.state.save()
            self.state.close()

    async def stop_sending(self) -> None:
        """Send no more notifications; what is pending stays so."""
        await self._webhooks.close()
        self._destinations.close()

    async def _save_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            await self.state.save()


def _is_page(scope: Scope) -> bool:
    if scope["path"] != "/" and not scope["path"].startswith("/_"):  # as of nearly every call
        return False
    segments = segments_of(scope)
    return segments == [""] or segments[0] in PAGES


def build(settings: Settings) -> Application:
    """A sandbox ready to serve; a `SettingsError` says what stops it."""
    return Application(open_state(settings), settings)


def _destinations(settings: Settings) -> Destinations:
    try:
        return Destinations(loopback=settings.is_loopback, allowed=settings.allow_connectors)
    except ValueError as error:
        raise SettingsError(f"--allow-connector: {error}") from None


def _handlers(state: State, settings: Settings, addresses: Addresses) -> Mapping[str, object]:
    sandbox = state.sandbox
    workshop = Workshop(
        journal=state.journal,
        world=Worlds(settings.world),
        public_keys=state.keys.jwks,
        addresses=addresses,
        version=version("sandbank"),
    )
    return {
        "consumer": ConsumerApi(sandbox),
        "provider": ProviderApi(sandbox),
        "user_banking": UserBankingApi(sandbox),
        "control": ControlApi(sandbox, workshop),
    }


def _apis(
    state: State,
    settings: Settings,
    sender: Sender,
    handlers: Mapping[str, object],
    lifespan: Any,
) -> ASGIApp:
    pipeline = Pipeline(state.sandbox, state.journal, sender, settings.strict)
    app = AsyncApp(
        "sandbank",
        lifespan=lifespan,
        middlewares=[LifespanMiddleware, Routing, partial(Operations, pipeline=pipeline)],
    )
    access = Access(state.sandbox, settings.owner_token)
    for api, handler in handlers.items():
        document = documents.load(api)
        app.add_api(
            wiring(document),
            base_path=document.base_path,
            resolver=HandlerResolver(handler, document),
            pipeline=pipeline,
            document=document,
            credentials_of=access.credentials_of,
        )
    application: ASGIApp = app
    return application
