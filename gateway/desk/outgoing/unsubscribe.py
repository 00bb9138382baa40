"""Optional mail, how its readers ask for it and how they end it: with a word, and by a signed link (RFC 8058)."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from gateway.config import Config
from gateway.desk.act import Act
from gateway.domain.outages.outage import OUTAGES
from gateway.domain.outages.subscription import Subscriber
from gateway.domain.outgoing.subscription import Subscription, read_reference
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.token import Signer
from gateway.errors import TryAgain
from gateway.ports import Clock
from gateway.store.store import Store, UnitOfWork
from gateway.templating import Templates

PATH: Final = "/unsubscribe/"
PURPOSE: Final = "unsubscribe"
WORD: Final = "UNSUBSCRIBE"  # of languages.toml, as a customer would write it


def headers_of(
    config: Config, signer: Signer, subscription: Subscription | None, answered_at: str | None
) -> dict[str, str]:
    """What optional mail carries; other mail nothing.

    Without a public address of our pages the link writes the word that ends it to `answered_at` (RFC 2369 section 3.2).
    """
    if subscription is None:
        return {}
    if config.http.public_url:
        token = signer.sub_address(PURPOSE, subscription.reference)
        link = f"<{config.http.public_url.rstrip('/')}{PATH}{token}>"
    elif answered_at:
        link = f"<mailto:{answered_at}?subject={WORD}&body={WORD}>"
    else:
        return {}
    return {"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def why_not(work: UnitOfWork, subscription: Subscription | None) -> Phrase | None:
    """Why an address gets nothing about a topic, None when it does, and for mail that is not optional."""
    if subscription is None:
        return None
    found = work.opt_outs.among((subscription.address,), subscription.topic).get(subscription.address.lower())
    if found is None:
        return None
    since = f"{found.since:%Y-%m-%d}"
    return phrase("limit.unsubscribed", address=subscription.address, source=found.source, since=since)


def start(act: Act, topic: str) -> None:
    """Who acts hears of a topic from now on, whatever they ended before."""
    address = act.actor.address.lower()
    token = act.desk.signer.sub_address(PURPOSE, Subscription(topic, address).reference)
    act.work.opt_outs.remove(address, topic)
    act.work.subscribers.add(Subscriber(address, topic, token, act.now))


def stop(act: Act, topic: str | None) -> bool:
    """Who acts hears of a topic no more, of no outage where it is None; False where they had not asked for it."""
    address = act.actor.address.lower()
    ended = act.work.subscribers.end(address, topic, act.now)
    if topic is None:
        act.work.opt_outs.add(address, OUTAGES, act.now, "reply")
    return bool(ended)


class Subscriptions:
    """What the pages of the HTTP server need to know and to do."""

    def __init__(self, store: Store, signer: Signer, clock: Clock, templates: Templates) -> None:
        self._store, self._signer, self._clock, self._templates = store, signer, clock, templates

    def find(self, token: str) -> Subscription | None:
        """The subscription of a link of ours, None for any other or a forged one."""
        reference = self._signer.read_sub_address(PURPOSE, token)
        return read_reference(reference) if reference else None

    def stop(self, subscription: Subscription) -> None:
        """No more mail about the topic to the address; safe to repeat. Raises DatabaseAway."""
        now: datetime = self._clock.now()
        with self._store.begin() as work:
            work.opt_outs.add(subscription.address, subscription.topic, now, "link")

    def language(self, subscription: Subscription | None) -> str:
        """The language of the reader, ours where nobody knows it. May block."""
        chosen = None
        if subscription:
            with suppress(TryAgain), self._store.read() as work:  # a page in our language is better than none
                chosen = _language_of(work, subscription.address)
        return self._templates.spoken(chosen or "")

    def say(self, said: Phrase, language: str) -> str:
        """A phrase of the page."""
        return self._templates.say(said, language)


def _language_of(work: UnitOfWork, address: str) -> str | None:
    contact = work.directory.contact(address)
    organization = work.directory.organization(contact.organization) if contact else None
    return (contact.language if contact else None) or (organization.language if organization else None)
